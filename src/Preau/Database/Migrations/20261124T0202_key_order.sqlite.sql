-- SQLite compares text byte by byte anyway.
select 1;
