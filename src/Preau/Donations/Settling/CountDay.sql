-- Adds to a day's totals; the row is made when it is the day's first.
insert into gift_day (nation_id, day, method, currency, gifts, received_cents, refunded_cents, fee_cents)
values (@nation_id, @day, @method, @currency, @gifts, @received_cents, @refunded_cents, @fee_cents)
on conflict (nation_id, day, method, currency) do update set
    gifts = gift_day.gifts + excluded.gifts,
    received_cents = gift_day.received_cents + excluded.received_cents,
    refunded_cents = gift_day.refunded_cents + excluded.refunded_cents,
    fee_cents = gift_day.fee_cents + excluded.fee_cents
