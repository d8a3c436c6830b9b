create index gift_by_review on gift (nation_id, needs_review, given_at, id);
