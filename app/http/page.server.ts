import { data, redirect } from '@remix-run/node';
import type { ActionFunctionArgs, AppLoadContext, LoaderFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import type { UserActor } from '~server/actor.ts';
import { type Db, getDb } from '~server/db.ts';
import { DomainError, type FieldError, isDatabaseAway, STATUS_OF } from '~server/errors.ts';
import { logger } from '~server/logger.ts';
import { noteWrite } from '~server/replica/recent-writes.ts';
import { fieldErrors } from './answers.server.ts';
import { forgetNavFacts } from './nav-counts.server.ts';
import { forgetPackageFilterChoices } from './package-filters.server.ts';
import { LARGEST_FORM, readForm } from './read-form.server.ts';
import { sessionActor } from './session.server.ts';
import { toastCookie, type ToastText } from './toast.server.ts';

type PageArgs = LoaderFunctionArgs | ActionFunctionArgs;

export type PageContext = {
  db: Db;
  actor: UserActor;
  request: Request;
  url: URL;
  params: Record<string, string | undefined>;
  context: AppLoadContext;
  requestId: string;
  clientAddress: string;
};

/** What a form gets back: what is wrong, where, and what was typed. */
export type ActionFailure = { ok: false; message: string; fields: FieldError[]; values: FormValues };
export type FormValues = Record<string, string | string[]>;

// All loaders of one page share the request's context object: who is signed in is asked once.
const actors = new WeakMap<object, Promise<UserActor | null>>();

/** What a page throws for an unexpected failure: the database being away is a page that says so (503). */
export function pageFailure(error: unknown): unknown {
  return isDatabaseAway(error) ? new Response(null, { status: 503, headers: { 'Retry-After': '5' } }) : error;
}

/** Who is signed in, or null; asked once per HTTP request. */
export function pageActor(request: Request, context: AppLoadContext): Promise<UserActor | null> {
  let actor = actors.get(context);
  if (!actor) {
    actor = sessionActor(getDb(), request, 'ui').catch((error: unknown) => {
      throw pageFailure(error);
    });
    actors.set(context, actor);
  }
  return actor;
}

/** A path inside PMIS, else `/`: a redirect never leaves the site. */
export function internalPath(value: unknown): string {
  if (typeof value !== 'string' || !/^\/(?![/\\])/.test(value) || /[\\\p{Cc}]/u.test(value)) return '/';
  const url = new URL(value, 'http://pmis.invalid');
  // `/.//host` resolves to `//host`, which a browser reads as another site.
  const pathname = url.pathname.replace(/^\/+/, '/');
  return url.host === 'pmis.invalid' ? pathname + url.search + url.hash : '/';
}

/** What a page's loader or action works with. Signed out: redirects to sign-in, which comes back here. */
export async function pageContext({ request, params, context }: PageArgs): Promise<PageContext> {
  const url = new URL(request.url);
  const actor = await pageActor(request, context);
  if (!actor) {
    const next = request.method === 'GET' ? url.pathname.replace(/\.data$/, '') + cleanSearch(url) : '/';
    throw redirect(next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`);
  }
  return {
    db: getDb(),
    actor,
    request,
    url,
    params,
    context,
    requestId: context.requestId,
    clientAddress: context.clientAddress,
  };
}

/** The query without what Remix adds for itself. */
function cleanSearch(url: URL): string {
  const search = new URLSearchParams(url.searchParams);
  for (const name of ['_data', '_routes', 'index']) search.delete(name);
  const text = search.toString();
  return text ? `?${text}` : '';
}

/** A form as plain text values; a name given twice becomes a list. Files are left out: read them from the form. */
export function formObject(form: FormData): FormValues {
  const values: FormValues = {};
  for (const name of new Set(form.keys())) {
    const texts = form.getAll(name).filter((value) => typeof value === 'string');
    if (texts.length > 0) values[name] = texts.length > 1 ? texts : texts[0]!;
  }
  return values;
}

const SECRET_FIELD = /password|token|secret/i;

function withoutSecrets(values: FormValues): FormValues {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !SECRET_FIELD.test(name)));
}

/** The sentence and fields of an expected failure with its HTTP status; null for any other. */
export function failureOf(error: unknown): { status: number; message: string; fields: FieldError[] } | null {
  if (error instanceof z.ZodError) {
    const fields = fieldErrors(error);
    return { status: 422, message: 'Some fields need another look.', fields };
  }
  if (!(error instanceof DomainError)) return null;
  const fields = error.details?.fields;
  return {
    status: STATUS_OF[error.code],
    message: error.message,
    fields: Array.isArray(fields) ? (fields as FieldError[]) : [],
  };
}

/**
 * A page's action. `fn` gets the context and the form, calls operations, and returns data or a redirect. An expected
 * failure comes back to the form as `{ok: false, message, fields, values}` with its HTTP status and nothing typed is
 * lost (secrets aside); anything else is shown by the ErrorBoundary.
 */
export async function pageAction<T>(
  args: ActionFunctionArgs,
  fn: (page: PageContext, values: FormValues, form: FormData) => Promise<T>,
) {
  const page = await pageContext(args);
  let values: FormValues = {};
  try {
    const form = await readForm(args.request, LARGEST_FORM);
    values = formObject(form);
    return await fn(page, values, form);
  } catch (error) {
    const failure = failureOf(error);
    if (!failure) throw pageFailure(error);
    logger.debug({ requestId: page.requestId, status: failure.status }, failure.message);
    const { status, message, fields } = failure;
    const answer: ActionFailure = { ok: false, message, fields, values: withoutSecrets(values) };
    return data(answer, { status });
  } finally {
    // The action may have changed the person; the loaders that follow ask again.
    actors.delete(args.context);
    forgetNavFacts(page.actor.userId);
    forgetPackageFilterChoices();
    await noteWrite(page.actor.userId);
  }
}

/**
 * Runs a page's loader; an expected failure (404, 403, …) becomes the Response that the root ErrorBoundary shows,
 * its text the failure's sentence.
 */
export async function pageLoader<T>(args: LoaderFunctionArgs, fn: (page: PageContext) => Promise<T>): Promise<T> {
  const page = await pageContext(args);
  try {
    return await fn(page);
  } catch (error) {
    const failure = failureOf(error);
    if (!failure) throw pageFailure(error);
    const detail = failure.fields.map(({ field, message }) => `${field}: ${message}`).join('; ');
    throw new Response(detail || failure.message, { status: failure.status });
  }
}

/** A redirect inside PMIS; the next page shows the toast. */
export async function redirectWithToast(path: string, toast: ToastText, headers = new Headers()): Promise<Response> {
  headers.append('Set-Cookie', await toastCookie(toast));
  return redirect(path, { headers });
}
