-- A slot is for what runs or is about to. Whoever ends a run gives it back, also a version that knows of no slots: while two
-- versions work side by side, slots of runs that the older one ended would stay taken for good.
create function task_gives_back_its_slot() returns trigger language plpgsql as $$
begin
  new.admitted_at := null;
  new.waits_since := null;
  return new;
end $$;
create trigger task_slot before update on task for each row
  when (new.admitted_at is not null and new.state ->> 'status' not in ('queued', 'running'))
  execute function task_gives_back_its_slot();
