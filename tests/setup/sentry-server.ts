import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';

type Manifest = {
  release?: string;
  project?: string;
  files: Record<string, { url: string; type: string; headers?: Record<string, string> }>;
};
/** A bundle that was put together on the server: what the request named, and what is in it. */
export type Bundle = { release: string; projects: string[]; manifest: Manifest; files: Record<string, Uint8Array> };

export interface SentryServer {
  url: string;
  bundles: Bundle[];
  /** Authorization headers that came. */
  credentials: Set<string>;
  /** Answers every call with this status instead. */
  refuseWith: number | null;
  close(): void;
}

const sha1 = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest('hex');

/** The parts of a multipart body, by the file name that sentry-cli gives each: the chunk's SHA-1. */
function partsOf(body: Buffer, type: string): Buffer[] {
  const boundary = `--${/boundary=(\S+)/.exec(type)![1]!}`;
  const text = body.toString('latin1');
  return text
    .split(boundary)
    .slice(1, -1)
    .map((part) => Buffer.from(part.slice(part.indexOf('\r\n\r\n') + 4, -2), 'latin1'));
}

/** Sentry's side of `sentry-cli sourcemaps upload`: chunks are kept by their checksum, and assembled into bundles. */
export async function startSentryServer(): Promise<SentryServer> {
  const chunks = new Map<string, Buffer>();
  const state: SentryServer = {
    url: '',
    bundles: [],
    credentials: new Set(),
    refuseWith: null,
    close: () => undefined,
  };
  const assemble = (body: Buffer): object => {
    const asked = JSON.parse(body.toString()) as {
      checksum: string;
      chunks: string[];
      projects: string[];
      version: string;
    };
    const missingChunks = asked.chunks.filter((one) => !chunks.has(one));
    if (missingChunks.length > 0) return { state: 'not_found', missingChunks };
    const bundle = Buffer.concat(asked.chunks.map((one) => chunks.get(one)!));
    if (sha1(bundle) !== asked.checksum) return { state: 'error', missingChunks: [], detail: 'checksum' };
    const files = unzipSync(bundle);
    const manifest = JSON.parse(Buffer.from(files['manifest.json']!).toString()) as Manifest;
    if (!state.bundles.some((one) => one.manifest.files === manifest.files))
      state.bundles.push({ release: asked.version, projects: asked.projects, manifest, files });
    return { state: 'ok', missingChunks: [], detail: null };
  };
  const server = createServer(async (req, res) => {
    const body = await buffer(req);
    state.credentials.add(req.headers.authorization ?? '');
    const answer = (status: number, value: unknown) => {
      res.writeHead(status, { 'content-type': 'application/json' });
      res.end(JSON.stringify(value));
    };
    const path = (req.url ?? '').split('?', 1)[0]!;
    if (state.refuseWith) return answer(state.refuseWith, { detail: 'Invalid token' });
    if (path === '/api/0/organizations/northgate/chunk-upload/' && req.method === 'GET')
      return answer(200, {
        url: `${state.url}/upload/`,
        chunkSize: 1024 * 1024,
        chunksPerRequest: 16,
        maxFileSize: 2 ** 31,
        maxRequestSize: 32 * 1024 * 1024,
        concurrency: 2,
        hashAlgorithm: 'sha1',
        compression: ['gzip'],
        accept: ['release_files', 'sources', 'artifact_bundles', 'artifact_bundles_v2'],
      });
    if (path === '/upload/' && req.method === 'POST') {
      for (const part of partsOf(body, req.headers['content-type'] ?? '')) {
        const chunk = part[0] === 0x1f && part[1] === 0x8b ? gunzipSync(part) : part;
        chunks.set(sha1(chunk), chunk);
      }
      return answer(200, {});
    }
    if (path === '/api/0/organizations/northgate/artifactbundle/assemble/') return answer(200, assemble(body));
    return answer(404, { detail: `${req.method} ${req.url}` });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  state.close = () => server.close();
  return state;
}
