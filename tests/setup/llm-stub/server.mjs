// Scriptable local LLM stub. Speaks OpenAI Responses, OpenAI Chat Completions, Azure OpenAI
// (both path styles) and Anthropic Messages, streaming (SSE) and not. No dependencies, Node >= 18.
//   CLI:     node server.mjs [--port 0] [--script file.json]... [--log requests.jsonl] [--lenient] [--quiet]
//   Library: import { createStub } from './server.mjs'; const s = await createStub({ script }); s.url; await s.close()
// See README.md for the script format.
import http from 'node:http';
import fs from 'node:fs';
import { createHash, randomBytes } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { checkRequest } from './validate.mjs';

const sleep = (ms, signal) => new Promise(r => {
  if (!ms) return r();
  const done = () => { clearTimeout(t); signal?.removeEventListener('abort', done); r(); };
  const t = setTimeout(done, ms);
  signal?.addEventListener('abort', done, { once: true });
});
const rid = p => p + '_' + randomBytes(9).toString('hex');
const nowS = () => Math.floor(Date.now() / 1000);
const asText = c => {
  if (c == null) return '';
  if (typeof c === 'string') return c;
  if (Array.isArray(c)) return c.map(p => typeof p === 'string' ? p
    : p.text ?? p.refusal ?? (p.type === 'tool_result' ? '' : (p.content ? asText(p.content) : ''))).join('\n');
  return c.text ?? JSON.stringify(c);
};
const tryJson = s => { try { return JSON.parse(s); } catch { return s; } };

// ---------- request normalisation: every API becomes {system, turns:[{role,text,toolCalls,toolResults}], tools, jsonSchema}
function normalise(api, body, items) {
  const turns = []; let system = '';
  const push = t => turns.push({ role: t.role, text: t.text ?? '', toolCalls: t.toolCalls ?? [], toolResults: t.toolResults ?? [] });
  const names = new Map();
  if (api === 'chat') {
    for (const m of body.messages ?? []) {
      if (m.role === 'system' || m.role === 'developer') system += (system ? '\n' : '') + asText(m.content);
      else if (m.role === 'tool') push({ role: 'tool', toolResults: [{ id: m.tool_call_id, name: names.get(m.tool_call_id), output: tryJson(asText(m.content)) }] });
      else {
        const tc = (m.tool_calls ?? []).map(c => { names.set(c.id, c.function?.name); return { id: c.id, name: c.function?.name, args: tryJson(c.function?.arguments ?? '') }; });
        push({ role: m.role, text: asText(m.content), toolCalls: tc });
      }
    }
  } else if (api === 'responses') {
    if (body.instructions) system += body.instructions;
    const input = typeof body.input === 'string' ? [{ role: 'user', content: body.input }] : (body.input ?? []);
    for (let m of input) {
      if (m.type === 'item_reference') {
        const known = items.get(m.id);
        if (!known) { push({ role: 'assistant', text: '', toolCalls: [] }); turns.at(-1).unresolvedRef = m.id; continue; }
        m = known;
      }
      if (m.type === 'function_call') { names.set(m.call_id, m.name); push({ role: 'assistant', toolCalls: [{ id: m.call_id, name: m.name, args: tryJson(m.arguments ?? '') }] }); }
      else if (m.type === 'function_call_output') push({ role: 'tool', toolResults: [{ id: m.call_id, name: names.get(m.call_id), output: tryJson(asText(m.output)) }] });
      else if (m.role === 'system' || m.role === 'developer') system += (system ? '\n' : '') + asText(m.content);
      else if (m.role) push({ role: m.role, text: asText(m.content) });
    }
  } else if (api === 'anthropic') {
    system = asText(body.system);
    for (const m of body.messages ?? []) {
      const parts = typeof m.content === 'string' ? [{ type: 'text', text: m.content }] : (m.content ?? []);
      const text = parts.filter(p => p.type === 'text').map(p => p.text).join('\n');
      const tc = parts.filter(p => p.type === 'tool_use').map(p => { names.set(p.id, p.name); return { id: p.id, name: p.name, args: p.input }; });
      const tr = parts.filter(p => p.type === 'tool_result').map(p => ({ id: p.tool_use_id, name: names.get(p.tool_use_id), output: tryJson(asText(p.content)) }));
      if (tr.length) push({ role: 'tool', toolResults: tr });
      if (text || tc.length) push({ role: m.role, text, toolCalls: tc });
    }
  }
  const tools = (body.tools ?? []).map(t => t.function?.name ?? t.name).filter(Boolean);
  const fmt = api === 'responses' ? body.text?.format : api === 'chat' ? body.response_format
    : (body.output_config?.format ?? body.output_format);
  const jsonSchema = fmt && fmt.type !== 'text' ? (fmt.schema ?? fmt.json_schema?.schema ?? true) : null;
  const schemaName = fmt?.name ?? fmt?.json_schema?.name ?? null;
  let lu = -1; turns.forEach((t, i) => { if (t.role === 'user') lu = i; });
  const since = turns.slice(lu + 1);
  return {
    system, turns, tools, jsonSchema, schemaName, lastUser: lu >= 0 ? turns[lu].text : '',
    toolResults: since.flatMap(t => t.toolResults), toolTurns: since.filter(t => t.toolCalls.length).length,
    userTurns: turns.filter(t => t.role === 'user').length, lastRole: turns.at(-1)?.role,
  };
}

// ---------- matching
const testText = (cond, s, ctx) => {
  if (cond === undefined) return true;
  if (typeof cond === 'string') return s.toLowerCase().includes(cond.toLowerCase());
  if (Array.isArray(cond)) return cond.some(c => testText(c, s, ctx));
  if (cond.not !== undefined && testText(cond.not, s, ctx)) return false;
  if (cond.equals !== undefined && s.trim() !== cond.equals) return false;
  if (cond.contains !== undefined) for (const c of [].concat(cond.contains)) if (!s.toLowerCase().includes(String(c).toLowerCase())) return false;
  if (cond.anyOf !== undefined && !cond.anyOf.some(c => testText(c, s, ctx))) return false;
  if (cond.regex !== undefined) {
    const m = new RegExp(cond.regex, cond.flags ?? 'is').exec(s);
    if (!m) return false;
    if (ctx) ctx.match = [...m];
  }
  return true;
};
function matches(rule, api, body, n, ctx, headers) {
  const w = rule.when ?? {};
  if (rule.times !== undefined && (rule.used ?? 0) >= rule.times) return false;
  if (w.api !== undefined && ![].concat(w.api).includes(api)) return false;
  if (w.stream !== undefined && !!body.stream !== w.stream) return false;
  if (w.model !== undefined && !testText(w.model, String(body.model ?? ''))) return false;
  if (!testText(w.lastUser, n.lastUser, ctx)) return false;
  if (!testText(w.system, n.system)) return false;
  if (w.anyText !== undefined && !testText(w.anyText, n.turns.map(t => t.text).join('\n'), ctx)) return false;
  if (w.lastRole !== undefined && n.lastRole !== w.lastRole) return false;
  if (w.toolTurns !== undefined && n.toolTurns !== w.toolTurns) return false;
  if (w.userTurns !== undefined && n.userTurns !== w.userTurns) return false;
  if (w.noToolResult && n.toolResults.length) return false;
  if (w.toolResult !== undefined) {
    const t = w.toolResult === true ? {} : w.toolResult;
    const hit = n.toolResults.some(r => (t.tool === undefined || r.name === t.tool)
      && testText(t.text, typeof r.output === 'string' ? r.output : JSON.stringify(r.output)));
    if (!hit) return false;
  }
  if (w.hasTool !== undefined && ![].concat(w.hasTool).every(t => n.tools.includes(t))) return false;
  if (w.lacksTool !== undefined && [].concat(w.lacksTool).some(t => n.tools.includes(t))) return false;
  if (w.wantsJson !== undefined && !!n.jsonSchema !== w.wantsJson) return false;
  if (w.schemaName !== undefined && n.schemaName !== w.schemaName) return false;
  if (w.header) for (const [k, v] of Object.entries(w.header)) if (!testText(v, String(headers[k.toLowerCase()] ?? ''))) return false;
  return true;
}

// ---------- templating: "{{lastUser}}", "{{match.1}}", "{{toolResults.0.output.items.0.id}}"; a string that is only one
// placeholder keeps the value's type.
const get = (o, p) => p.split('.').reduce((v, k) => v == null ? undefined : v[k], o);
function fill(v, ctx) {
  if (typeof v === 'string') {
    const whole = /^\{\{\s*([\w.-]+)\s*\}\}$/.exec(v);
    if (whole) return get(ctx, whole[1]) ?? '';
    return v.replace(/\{\{\s*([\w.-]+)\s*\}\}/g, (_, p) => { const x = get(ctx, p); return x == null ? '' : typeof x === 'string' ? x : JSON.stringify(x); });
  }
  if (Array.isArray(v)) return v.map(x => fill(x, ctx));
  if (v && typeof v === 'object') return Object.fromEntries(Object.entries(v).map(([k, x]) => [k, fill(x, ctx)]));
  return v;
}

const splitText = (s, size) => { const o = []; for (let i = 0; i < s.length; i += size) o.push(s.slice(i, i + size)); return o.length ? o : ['']; };
const errBody = (api, status, msg, type, code) => api === 'anthropic'
  ? { type: 'error', error: { type: type ?? (status === 429 ? 'rate_limit_error' : status === 529 ? 'overloaded_error' : status >= 500 ? 'api_error' : 'invalid_request_error'), message: msg } }
  : { error: { message: msg, type: type ?? (status === 429 ? 'rate_limit_exceeded' : status >= 500 ? 'server_error' : 'invalid_request_error'), param: null, code: code ?? null } };

// ---------- renderers. Each returns {json, events:[[eventName|null, object]]}
function render(api, r, body, items, defaults) {
  const model = body.model ?? defaults.model ?? 'stub-1';
  const text = r.refusal ?? (r.json !== undefined ? JSON.stringify(r.json) : r.text);
  const calls = (r.toolCalls ?? []).map(c => ({ id: c.id ?? rid(api === 'anthropic' ? 'toolu' : 'call'), name: c.name, args: c.rawArgs ?? JSON.stringify(c.args ?? {}) }));
  const u = { input: 10, output: 5, cached: 0, reasoning: 0, ...defaults.usage, ...r.usage };
  const size = r.chunkSize ?? defaults.chunkSize ?? 12;
  const ev = [];
  if (api === 'chat') {
    const id = rid('chatcmpl');
    const finish = r.finish ?? (calls.length ? 'tool_calls' : 'stop');
    const usage = { prompt_tokens: u.input, completion_tokens: u.output, total_tokens: u.input + u.output, prompt_tokens_details: { cached_tokens: u.cached }, completion_tokens_details: { reasoning_tokens: u.reasoning } };
    const message = { role: 'assistant', content: text ?? null, refusal: r.refusal ?? null };
    if (calls.length) message.tool_calls = calls.map(c => ({ id: c.id, type: 'function', function: { name: c.name, arguments: c.args } }));
    const json = { id, object: 'chat.completion', created: nowS(), model, choices: [{ index: 0, message, logprobs: null, finish_reason: finish }], usage, system_fingerprint: 'stub' };
    const base = { id, object: 'chat.completion.chunk', created: nowS(), model, system_fingerprint: 'stub' };
    const ch = (delta, fr = null) => [null, { ...base, choices: [{ index: 0, delta, logprobs: null, finish_reason: fr }] }];
    ev.push(ch({ role: 'assistant', content: '' }));
    if (text !== undefined) for (const d of splitText(text, size)) ev.push(ch({ content: d }));
    calls.forEach((c, i) => {
      ev.push(ch({ tool_calls: [{ index: i, id: c.id, type: 'function', function: { name: c.name, arguments: '' } }] }));
      for (const d of splitText(c.args, size)) ev.push(ch({ tool_calls: [{ index: i, function: { arguments: d } }] }));
    });
    ev.push(ch({}, finish));
    if (body.stream_options?.include_usage) ev.push([null, { ...base, choices: [], usage }]);
    ev.push([null, '[DONE]']);
    return { json, events: ev, calls };
  }
  if (api === 'responses') {
    const id = rid('resp'); let seq = 0;
    const usage = { input_tokens: u.input, input_tokens_details: { cached_tokens: u.cached }, output_tokens: u.output, output_tokens_details: { reasoning_tokens: u.reasoning }, total_tokens: u.input + u.output };
    const incomplete = r.finish === 'length' ? { reason: 'max_output_tokens' } : r.finish === 'content_filter' ? { reason: 'content_filter' } : null;
    const env = (status, output) => ({ id, object: 'response', created_at: nowS(), status, error: null, incomplete_details: status === 'incomplete' ? incomplete : null, instructions: null, max_output_tokens: null, model, output, parallel_tool_calls: true, previous_response_id: null, reasoning: { effort: null, summary: null }, store: body.store ?? true, temperature: 1, text: { format: { type: 'text' } }, tool_choice: 'auto', tools: [], top_p: 1, truncation: 'disabled', usage: status === 'in_progress' ? null : usage, user: null, metadata: {} });
    const E = (type, o) => ev.push([type, { type, sequence_number: seq++, ...o }]);
    const output = [];
    E('response.created', { response: env('in_progress', []) });
    E('response.in_progress', { response: env('in_progress', []) });
    if (text !== undefined) {
      const mid = rid('msg'), oi = output.length;
      const part = r.refusal !== undefined ? { type: 'refusal', refusal: text } : { type: 'output_text', text, annotations: [], logprobs: [] };
      E('response.output_item.added', { output_index: oi, item: { id: mid, type: 'message', status: 'in_progress', role: 'assistant', content: [] } });
      E('response.content_part.added', { item_id: mid, output_index: oi, content_index: 0, part: { ...part, ...(r.refusal !== undefined ? { refusal: '' } : { text: '' }) } });
      for (const d of splitText(text, size)) E(r.refusal !== undefined ? 'response.refusal.delta' : 'response.output_text.delta', { item_id: mid, output_index: oi, content_index: 0, delta: d, logprobs: [] });
      E(r.refusal !== undefined ? 'response.refusal.done' : 'response.output_text.done', { item_id: mid, output_index: oi, content_index: 0, ...(r.refusal !== undefined ? { refusal: text } : { text }), logprobs: [] });
      E('response.content_part.done', { item_id: mid, output_index: oi, content_index: 0, part });
      const item = { id: mid, type: 'message', status: 'completed', role: 'assistant', content: [part] };
      E('response.output_item.done', { output_index: oi, item }); output.push(item);
    }
    for (const c of calls) {
      const fid = rid('fc'), oi = output.length;
      const item = { id: fid, type: 'function_call', status: 'completed', call_id: c.id, name: c.name, arguments: c.args };
      E('response.output_item.added', { output_index: oi, item: { ...item, status: 'in_progress', arguments: '' } });
      for (const d of splitText(c.args, size)) E('response.function_call_arguments.delta', { item_id: fid, output_index: oi, delta: d });
      E('response.function_call_arguments.done', { item_id: fid, output_index: oi, arguments: c.args, name: c.name });
      E('response.output_item.done', { output_index: oi, item }); output.push(item);
    }
    for (const i of output) items.set(i.id, i);
    const fin = incomplete ? 'incomplete' : 'completed';
    const json = env(fin, output);
    E('response.' + fin, { response: json });
    return { json, events: ev, calls };
  }
  // anthropic
  const id = rid('msg');
  const stop = r.finish === 'length' ? 'max_tokens' : r.finish === 'content_filter' ? 'refusal' : r.finish && r.finish !== 'tool_calls' && r.finish !== 'stop' ? r.finish : calls.length ? 'tool_use' : 'end_turn';
  const usage = { input_tokens: u.input, output_tokens: u.output, cache_creation_input_tokens: 0, cache_read_input_tokens: u.cached };
  const content = [];
  if (text !== undefined) content.push({ type: 'text', text });
  for (const c of calls) content.push({ type: 'tool_use', id: c.id, name: c.name, input: tryJson(c.args) });
  const json = { id, type: 'message', role: 'assistant', model, content, stop_reason: stop, stop_sequence: null, usage };
  const E = (type, o) => ev.push([type, { type, ...o }]);
  E('message_start', { message: { ...json, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } } });
  content.forEach((p, i) => {
    E('content_block_start', { index: i, content_block: p.type === 'text' ? { type: 'text', text: '' } : { ...p, input: {} } });
    if (i === 0) E('ping', {});
    const raw = p.type === 'text' ? p.text : calls.find(c => c.id === p.id).args;
    for (const d of splitText(raw, size)) E('content_block_delta', { index: i, delta: p.type === 'text' ? { type: 'text_delta', text: d } : { type: 'input_json_delta', partial_json: d } });
    E('content_block_stop', { index: i });
  });
  E('message_delta', { delta: { stop_reason: stop, stop_sequence: null }, usage: { output_tokens: u.output } });
  E('message_stop', {});
  return { json, events: ev, calls };
}

const route = p => {
  p = p.replace(/\/+$/, '');
  if (p.endsWith("/responses")) return 'responses';
  if (p.endsWith("/chat/completions")) return 'chat';
  if (p.endsWith("/messages")) return 'anthropic';
  if (p.endsWith("/embeddings")) return 'embeddings';
  if (p.endsWith("/models")) return 'models';
  return null;
};
function embed(text, dims = 64) {            // deterministic hashed bag of words, unit length
  const v = Array.from({ length: dims }, () => 0);
  for (const w of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) { const h = createHash('sha1').update(w).digest(); v[h[0] % dims] += h[1] & 1 ? 1 : -1; }
  const n = Math.hypot(...v) || 1; return v.map(x => x / n);
}

export async function createStub(opts = {}) {
  const state = { script: { rules: [] }, requests: [], items: new Map(), n: 0 };
  const setScript = s => {
    const list = (Array.isArray(s) ? s : [s]).map(x => typeof x === 'string' ? JSON.parse(fs.readFileSync(x, 'utf8')) : structuredClone(x));
    state.script = { defaults: Object.assign({}, ...list.map(l => l.defaults ?? {})), rules: list.flatMap(l => l.rules ?? []), fallback: list.map(l => l.fallback).filter(Boolean).at(-1) };
  };
  if (opts.script) setScript(opts.script);
  const lenient = () => opts.lenient ?? state.script.defaults?.lenient ?? false;
  const logLine = o => { if (opts.log) fs.appendFileSync(opts.log, JSON.stringify(o) + '\n'); };

  const server = http.createServer(async (req, res) => {
    const t0 = Date.now();
    const url = new URL(req.url, 'http://x');
    const chunks = []; try { for await (const c of req) chunks.push(c); } catch { return; }
    const raw = Buffer.concat(chunks).toString('utf8');
    const sendJson = (st, o, h = {}) => { if (!res.headersSent) res.writeHead(st, { 'content-type': 'application/json', ...h }); res.end(typeof o === 'string' ? o : JSON.stringify(o)); };

    if (url.pathname.startsWith('/__stub/')) {
      const what = url.pathname.slice(8);
      if (what === 'health') return sendJson(200, { ok: true, rules: state.script.rules.length });
      if (what === 'requests' && req.method === 'GET') return sendJson(200, state.requests);
      if (what === 'requests' && req.method === 'DELETE') { state.requests = []; state.n = 0; return sendJson(200, { ok: true }); }
      if (what === 'script' && req.method === 'POST') { try { setScript(JSON.parse(raw)); return sendJson(200, { ok: true, rules: state.script.rules.length }); } catch (e) { return sendJson(400, { error: String(e) }); } }
      if (what === 'script') return sendJson(200, state.script);
      if (what === 'unmatched') return sendJson(200, state.requests.filter(r => r.rule === null));
      if (what === 'unused') return sendJson(200, state.script.rules.filter(r => !r.used).map(r => r.name ?? null));
      return sendJson(404, { error: 'unknown control' });
    }
    const api = route(url.pathname);
    const rec = { n: state.n++, at: new Date(t0).toISOString(), method: req.method, path: url.pathname + url.search, api, auth: null, headers: {}, rule: null, status: null, kind: null };
    for (const [k, v] of Object.entries(req.headers)) rec.headers[k] = /^(authorization|api-key|x-api-key)$/.test(k) ? '<present>' : v;
    rec.auth = req.headers.authorization ? 'bearer' : req.headers['api-key'] ? 'api-key' : req.headers['x-api-key'] ? 'x-api-key' : null;
    state.requests.push(rec);
    const ac = new AbortController();
    let finished = false;
    res.on('close', () => { if (!finished && !res.writableEnded) { rec.clientAbortedAfterMs = Date.now() - t0; ac.abort(); } rec.ms = Date.now() - t0; logLine(rec); });
    const done = (st, kind) => { finished = true; rec.status = st; rec.kind = kind; };
    try {
      if (!api) { done(404, 'notfound'); return sendJson(404, errBody('chat', 404, 'Unknown path ' + url.pathname)); }
      if (api === 'models') { done(200, 'models'); return sendJson(200, { object: 'list', data: [{ id: 'stub-1', object: 'model', created: 0, owned_by: 'stub' }] }); }
      let body; try { body = JSON.parse(raw); } catch { done(400, 'badrequest'); return sendJson(400, errBody(api, 400, 'We could not parse the JSON body of your request.')); }
      rec.body = body; rec.stream = !!body.stream;
      if (!rec.auth && !lenient()) { done(401, 'noauth'); return sendJson(401, errBody(api, 401, 'No API key provided', api === 'anthropic' ? 'authentication_error' : 'invalid_request_error', 'invalid_api_key')); }
      if (api === 'embeddings') { done(200, 'embeddings'); return sendJson(200, { object: 'list', model: body.model, data: [].concat(body.input).map((t, i) => ({ object: 'embedding', index: i, embedding: embed(String(t)) })), usage: { prompt_tokens: 1, total_tokens: 1 } }); }
      const n = normalise(api, body, state.items);
      rec.lastUser = n.lastUser; rec.toolResults = n.toolResults; rec.tools = n.tools; rec.wantsJson = !!n.jsonSchema; rec.toolTurns = n.toolTurns;
      if (!lenient()) {
        const problems = checkRequest(api, body, n);
        if (problems.length) { rec.problems = problems; done(400, 'invalid'); return sendJson(400, errBody(api, 400, problems[0].message, 'invalid_request_error', problems[0].code)); }
      }
      const ctx = { lastUser: n.lastUser, toolResults: n.toolResults, lastToolResult: n.toolResults.at(-1), system: n.system, match: [], n: rec.n };
      let rule = null;
      for (const r of state.script.rules) { const c = { ...ctx }; if (matches(r, api, body, n, c, req.headers)) { rule = r; Object.assign(ctx, c); break; } }
      let respond;
      if (rule) { rec.rule = rule.name ?? '(unnamed)'; const k = rule.used ?? 0; rule.used = k + 1; respond = rule.sequence ? rule.sequence[Math.min(k, rule.sequence.length - 1)] : rule.respond; }
      else respond = state.script.fallback ?? { status: 500, body: errBody(api, 500, 'stub: no rule matches last user message: ' + n.lastUser.slice(0, 200)), headers: { 'x-should-retry': 'false' } };
      if (opts.handler) respond = (await opts.handler({ api, body, n, rule, respond })) ?? respond;
      const r = fill(respond, ctx);
      await sleep(r.delayMs ?? state.script.defaults?.delayMs ?? 0, ac.signal);
      if (ac.signal.aborted) { rec.kind = 'aborted'; return; }
      if (r.fault === 'reset') { done(0, 'reset'); return req.socket.resetAndDestroy ? req.socket.resetAndDestroy() : req.socket.destroy(); }
      if (r.fault === 'hang') { rec.kind = 'hang'; await sleep(r.hangMs ?? 600000, ac.signal); if (!ac.signal.aborted) { done(504, 'hang-expired'); res.destroy(); } return; }
      if (r.fault === 'html') { done(200, 'html'); res.writeHead(200, { 'content-type': 'text/html' }); return res.end('<html><body>Corporate proxy: please sign in</body></html>'); }
      if (r.status && r.status !== 200) { done(r.status, 'status'); return sendJson(r.status, r.body ?? errBody(api, r.status, r.message ?? 'stubbed status ' + r.status), r.headers ?? {}); }
      const out = render(api, r, body, state.items, state.script.defaults ?? {});
      rec.toolCalls = out.calls.map(c => ({ name: c.name, args: c.args }));
      const hdr = { 'x-request-id': rid('req'), ...r.headers };
      if (!body.stream) {
        if (r.fault === 'badJson') { done(200, 'badJson'); return sendJson(200, JSON.stringify(out.json).slice(0, -40), hdr); }
        if (r.fault === 'empty') { done(200, 'empty'); return sendJson(200, '', hdr); }
        if (r.fault === 'truncate' || r.fault === 'resetMidStream') { done(200, r.fault); res.writeHead(200, { 'content-type': 'application/json', 'content-length': 99999, ...hdr }); res.write(JSON.stringify(out.json).slice(0, 60)); await sleep(20); return res.destroy(); }
        done(200, 'json'); return sendJson(200, out.json, hdr);
      }
      res.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache', ...hdr });
      const stopAt = ['resetMidStream', 'hangMidStream', 'truncate', 'badSse', 'errorEvent'].includes(r.fault) ? (r.afterChunks ?? 4) : Infinity;
      let i = 0;
      for (const [name, obj] of out.events) {
        if (ac.signal.aborted) { rec.kind = 'aborted'; return; }
        if (i++ >= stopAt) {
          if (r.fault === 'resetMidStream') { done(200, r.fault); await sleep(50); return req.socket.resetAndDestroy ? req.socket.resetAndDestroy() : req.socket.destroy(); }
          if (r.fault === 'hangMidStream') { rec.kind = 'hangMidStream'; await sleep(r.hangMs ?? 600000, ac.signal); if (!ac.signal.aborted) { done(200, 'hang-expired'); res.destroy(); } return; }
          if (r.fault === 'truncate') { done(200, r.fault); return res.end(); }
          if (r.fault === 'badSse') { res.write('data: {"broken": \n\n'); r.fault = null; }
          if (r.fault === 'errorEvent') {
            const m = r.message ?? 'stubbed mid-stream failure';
            if (api === 'anthropic') res.write(`event: error\ndata: ${JSON.stringify({ type: 'error', error: { type: 'overloaded_error', message: m } })}\n\n`);
            else if (api === 'responses') res.write(`event: error\ndata: ${JSON.stringify({ type: 'error', sequence_number: 99, error: { type: 'server_error', code: 'server_error', message: m, param: null } })}\n\n`);
            else res.write(`data: ${JSON.stringify({ error: { message: m, type: 'server_error', param: null, code: null } })}\n\n`);
            done(200, r.fault); return res.end();
          }
        }
        res.write((name ? `event: ${name}\n` : '') + `data: ${typeof obj === 'string' ? obj : JSON.stringify(obj)}\n\n`);
        await sleep(r.chunkMs ?? state.script.defaults?.chunkMs ?? 0, ac.signal);
      }
      done(200, 'stream'); res.end();
    } catch (e) { rec.error = String(e?.stack ?? e); if (!res.headersSent) sendJson(500, errBody('chat', 500, 'stub bug: ' + e)); else res.destroy(); }
  });
  await new Promise((ok, no) => { server.once('error', no); server.listen(opts.port ?? 0, opts.host ?? '127.0.0.1', ok); });
  const { port } = server.address();
  return {
    server, port, url: `http://127.0.0.1:${port}`, baseURL: `http://127.0.0.1:${port}/v1`, setScript,
    get requests() { return state.requests; }, clear() { state.requests = []; state.n = 0; },
    unused: () => state.script.rules.filter(r => !r.used).map(r => r.name),
    close: () => new Promise(r => { server.closeAllConnections?.(); server.close(() => r()); }),
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const a = process.argv.slice(2), o = { script: [] };
  for (let i = 0; i < a.length; i++) {
    if (a[i] === '--port') o.port = +a[++i]; else if (a[i] === '--script') o.script.push(a[++i]);
    else if (a[i] === '--log') o.log = a[++i]; else if (a[i] === '--lenient') o.lenient = true;
    else if (a[i] === '--quiet') o.quiet = true; else if (a[i] === '--host') o.host = a[++i];
    else { console.error('unknown argument ' + a[i]); process.exit(2); }
  }
  if (!o.script.length) delete o.script;
  const s = await createStub(o);
  if (!o.quiet) console.log(JSON.stringify({ listening: s.url, openaiBaseURL: s.baseURL, anthropicBaseURL: s.baseURL, azureBaseURL: s.url + '/openai' }));
  const stop = () => s.close().then(() => process.exit(0));
  process.on('SIGTERM', stop); process.on('SIGINT', stop);
}
