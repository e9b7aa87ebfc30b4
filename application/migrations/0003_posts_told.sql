-- Which posts a unit has is said by the posts. This finds where they say it without walking along the whole ledger; only
-- these two kinds of event pay for it.
create index events_posts_told on events (position) where name in ('PostEstablished', 'PostRevised');
