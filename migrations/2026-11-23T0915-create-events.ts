import { type Kysely, sql } from 'kysely';

/**
 * The audit trail. `body` is the text that is hashed: written once, by `pmis_event_body`, and exported verbatim.
 * hash = sha256(prev_hash || newline || body). The chain's head (event_seq, event_hash) stands in the entity's own
 * row. Partitioned by month; a default partition catches what no month does.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create sequence event_ids`.execute(db);
  await sql`
    create table events (
      id bigint not null default nextval('event_ids'),
      at timestamptz not null,
      event_type text not null,
      entity_type text not null,
      entity_id uuid not null,
      entity_seq integer not null,
      package_id uuid,
      actor jsonb not null,
      via text not null,
      before jsonb,
      after jsonb,
      reason text,
      evidence jsonb,
      prev_hash text not null,
      hash text not null,
      body text not null,
      primary key (id, at)
    ) partition by range (at)`.execute(db);
  await sql`create index events_entity_idx on events (entity_type, entity_id, id desc)`.execute(db);
  await sql`create index events_package_idx on events (package_id, id desc) where package_id is not null`.execute(db);

  await sql`
    create function pmis_event_body(id bigint, seq integer, at timestamptz, event_type text, entity_type text,
      entity_id uuid, package_id uuid, actor jsonb, via text, before jsonb, after jsonb, reason text, evidence jsonb)
    returns text language sql stable parallel safe
    return jsonb_build_object('id', id::text, 'seq', seq,
      'at', to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
      'eventType', event_type, 'entityType', entity_type, 'entityId', entity_id, 'packageId', package_id,
      'actor', actor, 'via', via, 'before', before, 'after', after, 'reason', reason, 'evidence', evidence)::text
  `.execute(db);
  await sql`
    create function pmis_event_hash(prev_hash text, body text)
    returns text language sql immutable parallel safe
    return encode(sha256(convert_to(prev_hash || E'\n' || body, 'UTF8')), 'hex')
  `.execute(db);

  await sql`
    create function pmis_record_event(p_entity_type text, p_entity_id uuid, p_event_type text, p_package_id uuid,
      p_actor jsonb, p_via text, p_before jsonb, p_after jsonb, p_reason text, p_evidence jsonb)
    returns bigint language plpgsql as $$
    declare
      v_table text;
      v_seq integer;
      v_prev text;
      v_id bigint;
      v_at timestamptz;
      v_body text;
      v_hash text;
    begin
      v_table := case p_entity_type
        when 'package' then 'packages' when 'approval' then 'approvals' when 'task' then 'tasks'
        when 'email' then 'emails' when 'user' then 'users' when 'token' then 'tokens'
        when 'vendor' then 'vendors' when 'project' then 'projects' when 'job' then 'jobs' end;
      if v_table is null then
        raise exception 'pmis_record_event: unknown entity type %', p_entity_type;
      end if;
      execute format('select event_seq, event_hash from %I where id = $1 for update', v_table)
        into strict v_seq, v_prev using p_entity_id;
      -- Under the lock: the chain's order is the order of ids and instants too.
      v_seq := v_seq + 1;
      v_id := nextval('event_ids');
      v_at := clock_timestamp();
      v_body := pmis_event_body(v_id, v_seq, v_at, p_event_type, p_entity_type, p_entity_id, p_package_id, p_actor,
        p_via, p_before, p_after, p_reason, p_evidence);
      v_hash := pmis_event_hash(v_prev, v_body);
      execute format('update %I set event_seq = $2, event_hash = $3 where id = $1', v_table)
        using p_entity_id, v_seq, v_hash;
      insert into events (id, at, event_type, entity_type, entity_id, entity_seq, package_id, actor, via, before,
        after, reason, evidence, prev_hash, hash, body)
      values (v_id, v_at, p_event_type, p_entity_type, p_entity_id, v_seq, p_package_id, p_actor, p_via, p_before,
        p_after, p_reason, p_evidence, v_prev, v_hash, v_body);
      return v_id;
    end $$`.execute(db);

  await sql`
    create function pmis_refuse_event_change() returns trigger language plpgsql as $$
    begin
      raise exception '% is append-only: % refused', tg_table_name, tg_op using errcode = 'insufficient_privilege';
    end $$`.execute(db);
  await sql`
    create trigger events_append_only before update or delete on events
      for each row execute function pmis_refuse_event_change()`.execute(db);
  await sql`
    create trigger events_no_truncate before truncate on events
      for each statement execute function pmis_refuse_event_change()`.execute(db);

  // SECURITY DEFINER: the application's role may ask for next month's partition without owning the table.
  await sql`
    create function pmis_ensure_event_partitions(from_month date, months integer) returns text[]
    language plpgsql security definer set search_path = pg_catalog, public as $$
    declare
      v_start date;
      v_name text;
      v_made text[] := '{}';
    begin
      perform pg_advisory_xact_lock(hashtext('pmis_event_partitions'));
      for i in 0 .. months - 1 loop
        v_start := (date_trunc('month', from_month) + make_interval(months => i))::date;
        v_name := 'events_' || to_char(v_start, 'YYYY_MM');
        if to_regclass('public.' || v_name) is null then
          execute format('create table public.%I partition of public.events for values from (%L) to (%L)', v_name,
            v_start::text || ' 00:00:00+00', (v_start + interval '1 month')::date::text || ' 00:00:00+00');
          execute format('create trigger events_no_truncate before truncate on public.%I for each statement
            execute function public.pmis_refuse_event_change()', v_name);
          execute format('revoke update, delete, truncate on public.%I from public', v_name);
          v_made := v_made || v_name;
        end if;
      end loop;
      return v_made;
    end $$`.execute(db);
  await sql`create table events_default partition of events default`.execute(db);
  await sql`
    create trigger events_no_truncate before truncate on events_default
      for each statement execute function pmis_refuse_event_change()`.execute(db);
  await sql`select pmis_ensure_event_partitions((now() - interval '1 month')::date, 15)`.execute(db);

  // A checkpoint chains the heads that changed since the last one, all read in one snapshot.
  await sql`
    create table audit_checkpoints (
      id integer generated always as identity primary key,
      day date not null unique,
      taken_at timestamptz not null default clock_timestamp(),
      heads integer not null,
      prev_hash text not null,
      hash text not null
    )`.execute(db);
  await sql`
    create table audit_checkpoint_heads (
      checkpoint_id integer not null references audit_checkpoints (id),
      entity_type text not null,
      entity_id uuid not null,
      seq integer not null,
      hash text not null,
      primary key (entity_type, entity_id, checkpoint_id)
    )`.execute(db);
  await sql`create index audit_checkpoint_heads_idx on audit_checkpoint_heads (checkpoint_id)`.execute(db);
  for (const table of ['audit_checkpoints', 'audit_checkpoint_heads']) {
    await sql`
      create trigger append_only before update or delete or truncate on ${sql.table(table)}
        for each statement execute function pmis_refuse_event_change()`.execute(db);
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table audit_checkpoint_heads, audit_checkpoints, events`.execute(db);
  await sql`drop function pmis_ensure_event_partitions, pmis_refuse_event_change, pmis_record_event, pmis_event_hash, pmis_event_body`.execute(
    db,
  );
  await sql`drop sequence event_ids`.execute(db);
}
