-- What some new lines add to the balances of their people, in one statement: two at once both count.
insert into capital_balance (nation_id, person_id, balance_cents, earned_cents, spent_cents)
select nation_id, person_id, sum(amount_cents), sum(case when is_spending then 0 else amount_cents end), sum(case when is_spending then -amount_cents else 0 end)
from capital_entry where nation_id = @nation_id and id between @first and @last group by nation_id, person_id
on conflict (nation_id, person_id) do update set
    balance_cents = capital_balance.balance_cents + excluded.balance_cents,
    earned_cents = capital_balance.earned_cents + excluded.earned_cents,
    spent_cents = capital_balance.spent_cents + excluded.spent_cents
