-- Adds to a day's totals; the row is made when it is the day's first.
insert into mail_day (nation_id, day, provider, sent, refused, put_off, hard, blocked, soft, complained, clicked)
values (@nation_id, @day, @provider, @sent, @refused, @put_off, @hard, @blocked, @soft, @complained, @clicked)
on conflict (nation_id, day, provider) do update set
    sent = mail_day.sent + excluded.sent,
    refused = mail_day.refused + excluded.refused,
    put_off = mail_day.put_off + excluded.put_off,
    hard = mail_day.hard + excluded.hard,
    blocked = mail_day.blocked + excluded.blocked,
    soft = mail_day.soft + excluded.soft,
    complained = mail_day.complained + excluded.complained,
    clicked = mail_day.clicked + excluded.clicked
