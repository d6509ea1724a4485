"""The web application: it joins the live note and the printed page, and owns all input and output."""
