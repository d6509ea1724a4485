-- What names a note is found by it: a backup and the deletion of a note read these tables whole for each note.
CREATE INDEX grants_by_note ON grants (note);
CREATE INDEX openings_by_note ON openings (note);
CREATE INDEX handovers_by_note ON handovers (note);
CREATE INDEX lost_openings_by_link ON lost_openings (link);
CREATE INDEX enclosures_by_note ON enclosures (note);
CREATE INDEX sendings_by_enclosure ON sendings (enclosure);
