-- The balance of one person anew from all lines of their ledger, after some of them changed hands.
insert into capital_balance (nation_id, person_id, balance_cents, earned_cents, spent_cents)
select nation_id, person_id, sum(amount_cents), sum(case when is_spending then 0 else amount_cents end), sum(case when is_spending then -amount_cents else 0 end)
from capital_entry where nation_id = @nation_id and person_id = @person_id group by nation_id, person_id
