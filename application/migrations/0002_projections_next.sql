-- Where a projection is made anew while its older tables serve in `projections`; then they take their place.
create schema projections_next;
grant usage, create on schema projections_next to jejak_service;
