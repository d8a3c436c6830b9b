-- The trees of the segments to which parts of a mail are limited, as they were when sending was decided: JSON, by the number of the segment.
alter table blast add column limits text;
