import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '../db.ts';
import { refCondition } from '../packages/package.queries.ts';
import { decodeCursor } from '../paging.ts';
import { type Mention, type Mentionable, namesOf } from './comment.policy.ts';
import type { AboutRef, Commented, CommentListInput, CommentSource } from './comment.schema.ts';

/** The row that comments are about. `concerned`: whose it is, those who had a hand in it, and who wrote there before. */
export type Subject = {
  type: Commented;
  id: string;
  code: string;
  /** Null for a vendor's approval. */
  packageId: string | null;
  /** Its title, or the package's that the approval is about. */
  title: string;
  concerned: string[];
};

const SUBJECTS: Record<Commented, (ref: string) => RawBuilder<unknown>> = {
  package: (ref) => sql`
    select p.id, p.code, p.id as package_id, p.title, array[p.buyer_id] as people
    from packages p where ${refCondition(ref, sql`p.id`, sql`p.code`)}`,
  task: (ref) => sql`
    select t.id, t.code, t.package_id, t.title, array[coalesce(t.assignee_id, p.buyer_id), t.created_by] as people
    from tasks t join packages p on p.id = t.package_id where ${refCondition(ref, sql`t.id`, sql`t.code`)}`,
  approval: (ref) => sql`
    select a.id, a.code, a.package_id, coalesce(p.title, v.name, '') as title, a.barred || a.turn_user_id as people
    from approvals a left join packages p on p.id = a.package_id
    left join vendors v on a.subject_type = 'vendor' and v.id = a.subject_id
    where ${refCondition(ref, sql`a.id`, sql`a.code`)}`,
};

/** What a comment is to be about, by code or id; null when there is none. */
export async function findSubject(db: Db | Tx, { type, ref }: AboutRef): Promise<Subject | null> {
  const { rows } = await sql<Subject>`
    select ${type} as type, s.id, s.code, s.package_id as "packageId", s.title,
      array(select person from (select unnest(s.people) as person
        union select c.author_id from comments c
          where c.about_type = ${type} and c.about_id = s.id and c.deleted_at is null) concerned
        where person is not null limit 200) as concerned
    from (${SUBJECTS[type](ref)}) s`.execute(db);
  return rows[0] ?? null;
}

/** Active people whom the mentions may mean. */
export async function listMentionable(tx: Tx, mentions: readonly Mention[]): Promise<Mentionable[]> {
  if (mentions.length === 0) return [];
  const emails = mentions.flatMap((one) => ('email' in one ? [one.email] : []));
  const names = mentions.flatMap(namesOf);
  const firsts = mentions.flatMap((one) => ('words' in one ? one.words.slice(0, 1) : []));
  const { rows } = await sql<Mentionable>`
    select id, email, name from users
    where active and (email = any(${emails}::text[]) or lower(name) = any(${names}::text[])
      or split_part(lower(name), ' ', 1) = any(${firsts}::text[]) or split_part(email, '@', 1) = any(${firsts}::text[]))
    order by name, id limit 1000`.execute(tx);
  return rows;
}

/** Adds a comment; null when the message it was written in has made one already. */
export async function insertComment(
  tx: Tx,
  c: { subject: Subject; authorId: string; text: string; source: CommentSource; emailId: string | null },
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    insert into comments (about_type, about_id, package_id, author_id, text, source, email_id)
    values (${c.subject.type}, ${c.subject.id}::uuid, ${c.subject.packageId}::uuid, ${c.authorId}::uuid, ${c.text},
      ${c.source}, ${c.emailId}::uuid)
    on conflict (email_id) do nothing returning id`.execute(tx);
  return rows[0]?.id ?? null;
}

export type CommentState = {
  id: string;
  aboutType: Commented;
  aboutId: string;
  authorId: string;
  text: string;
  version: number;
};

/** Locks a comment that is not deleted; null when there is none. */
export async function lockComment(tx: Tx, id: string): Promise<CommentState | null> {
  const { rows } = await sql<CommentState>`
    select id, about_type as "aboutType", about_id as "aboutId", author_id as "authorId", text, version
    from comments where id = ${id}::uuid and deleted_at is null for update`.execute(tx);
  return rows[0] ?? null;
}

export async function setCommentText(tx: Tx, id: string, text: string): Promise<void> {
  await sql`update comments set text = ${text}, edited_at = now(), version = version + 1 where id = ${id}::uuid`.execute(
    tx,
  );
}

/** Takes a comment away; its row stays without its text. */
export async function setCommentDeleted(tx: Tx, id: string): Promise<void> {
  await sql`update comments set text = '', deleted_at = now(), version = version + 1 where id = ${id}::uuid`.execute(
    tx,
  );
}

const instant = (column: string) =>
  sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

const output = (code: RawBuilder<unknown>) => sql`
  json_build_object('id', c.id, 'about', json_build_object('type', c.about_type, 'id', c.about_id, 'code', ${code}),
    'package', p.code, 'packageId', c.package_id, 'author', json_build_object('email', u.email, 'name', u.name),
    'text', c.text, 'source', c.source, 'emailId', c.email_id, 'createdAt', ${instant('c.created_at')},
    'editedAt', ${instant('c.edited_at')}, 'version', c.version)`;

const joins = sql`join users u on u.id = c.author_id left join packages p on p.id = c.package_id`;

/** A page of a row's comments as JSON text `{items, nextCursor}`, built by PostgreSQL. */
export async function listCommentsJson(
  db: Db,
  subject: Pick<Subject, 'type' | 'id' | 'code'>,
  input: Omit<CommentListInput, 'about'>,
): Promise<string> {
  const direction = input.sort.descending ? sql`desc` : sql`asc`;
  const where = [sql`c.about_type = ${subject.type} and c.about_id = ${subject.id}::uuid and c.deleted_at is null`];
  if (input.cursor) {
    const [at, id] = decodeCursor(input.cursor, ['instant', 'uuid']);
    where.push(sql`(c.created_at, c.id) ${input.sort.descending ? sql`<` : sql`>`} (${at}::timestamptz, ${id}::uuid)`);
  }
  const { rows } = await sql<{ json: string }>`
    with page as (
      select c.*, row_number() over (order by c.created_at ${direction}, c.id ${direction}) as position
      from comments c where ${sql.join(where, sql` and `)}
      order by c.created_at ${direction}, c.id ${direction} limit ${input.limit + 1}
    )
    select json_build_object(
      'items', coalesce((select json_agg(${output(sql`${subject.code}::text`)} order by c.position) from page c ${joins}
        where c.position <= ${input.limit}), '[]'::json),
      'nextCursor', (select pmis_cursor(jsonb_build_array(created_at, id)) from page
        where position = ${input.limit} and exists (select from page where position > ${input.limit}))
    )::text as json`.execute(db);
  return rows[0]!.json;
}

/** One comment as JSON text. */
export async function getCommentJson(tx: Tx, id: string, code: string): Promise<string> {
  const { rows } = await sql<{ json: string }>`
    select ${output(sql`${code}::text`)}::text as json from comments c ${joins} where c.id = ${id}::uuid`.execute(tx);
  return rows[0]!.json;
}
