"""What a note is: its wire, its document, who may write in it. Pure: no clock, socket, file or event loop."""
