alter table gift_attempt add column last_asked_at timestamptz;
alter table gift_refund add column last_asked_at timestamptz;
