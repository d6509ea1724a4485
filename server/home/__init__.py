"""The pages by which people come in: home, a note, a sheet's code, a link's password."""
