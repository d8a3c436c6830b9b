-- What a gateway kept of a payment; null until it says. What is booked already is known.
alter table gift_attempt add column fee_cents bigint;
update gift_attempt set fee_cents = (
    select sum(l.amount_cents) from ledger_entry l where l.nation_id = gift_attempt.nation_id and l.gift_id = gift_attempt.gift_id and l.account = 'fees')
where status = 'paid';
-- The gateway's own number of a refund, by which it says later that it failed.
alter table gift_refund add column gateway_id text;
