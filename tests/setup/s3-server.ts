import { createHash, createHmac, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const KEY = 'test';
const SECRET = 'a secret for tests';

export type S3Server = {
  /** The variables that point the product at it. */
  env: {
    S3_ENDPOINT: string;
    S3_BUCKET: string;
    S3_REGION: string;
    S3_ACCESS_KEY_ID: string;
    S3_SECRET_ACCESS_KEY: string;
  };
  /** Content by key. */
  objects: Map<string, Buffer>;
  /** Requests answered, as `METHOD key`. */
  requests: string[];
  /** The next so many requests are answered 503, or never. */
  fail(count: number, how?: 'error' | 'silence'): void;
  stop(): Promise<void>;
};

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const sha = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');
const encoded = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** Why a request's signature (AWS Signature Version 4, header form) is not good; null when it is. */
function wrongSignature(request: IncomingMessage, body: Buffer): string | null {
  const given = /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=(\w+)/.exec(
    request.headers.authorization ?? '',
  );
  if (!given) return 'AccessDenied';
  const [, credential, signed, signature] = given as unknown as [string, string, string, string];
  const [key, day, region, service] = credential.split('/');
  if (key !== KEY) return 'InvalidAccessKeyId';
  const hash = String(request.headers['x-amz-content-sha256']);
  if (/^[0-9a-f]{64}$/.test(hash) && hash !== sha(body)) return 'XAmzContentSHA256Mismatch';
  const url = new URL(request.url!, 'http://localhost');
  const query = [...url.searchParams].map(([name, value]) => `${encoded(name)}=${encoded(value)}`).sort();
  const headers = signed.split(';').map((name) => `${name}:${String(request.headers[name] ?? '').trim()}`);
  const canonical = [request.method, url.pathname, query.join('&'), ...headers, '', signed, hash].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], scope, sha(canonical)].join('\n');
  const signing = hmac(hmac(hmac(hmac(`AWS4${SECRET}`, day!), region!), service!), 'aws4_request');
  return hmac(signing, text).toString('hex') === signature ? null : 'SignatureDoesNotMatch';
}

const xml = (response: ServerResponse, status: number, text: string) =>
  response.writeHead(status, { 'content-type': 'application/xml' }).end(`<?xml version="1.0"?>${text}`);

/** A small S3 on loopback: objects, uploads in parts, lists; every signature and body hash is checked. */
export async function startS3Server(): Promise<S3Server> {
  const objects = new Map<string, Buffer>();
  const uploads = new Map<string, Map<number, Buffer>>();
  const requests: string[] = [];
  let failures = 0;
  let silent = false;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const url = new URL(request.url!, 'http://localhost');
    const [, bucket, ...rest] = decodeURIComponent(url.pathname).split('/');
    const key = rest.join('/');
    requests.push(`${request.method} ${key}`);
    if (failures > 0) {
      failures -= 1;
      if (!silent) xml(response, 503, '<Error><Code>SlowDown</Code></Error>');
      return;
    }
    const wrong = wrongSignature(request, body) ?? (bucket === 'pmis-test' ? null : 'NoSuchBucket');
    if (wrong) return xml(response, 403, `<Error><Code>${wrong}</Code><Message>${wrong}</Message></Error>`);
    const upload = url.searchParams.get('uploadId');
    const etag = { etag: `"${createHash('md5').update(body).digest('hex')}"` };
    if (request.method === 'POST' && url.searchParams.has('uploads')) {
      const id = randomUUID();
      uploads.set(id, new Map());
      const told = `<Bucket>${bucket}</Bucket><Key>${key}</Key><UploadId>${id}</UploadId>`;
      xml(response, 200, `<InitiateMultipartUploadResult>${told}</InitiateMultipartUploadResult>`);
    } else if (request.method === 'PUT' && upload) {
      uploads.get(upload)!.set(Number(url.searchParams.get('partNumber')), body);
      response.writeHead(200, etag).end();
    } else if (request.method === 'POST' && upload) {
      const parts = [...uploads.get(upload)!].sort(([a], [b]) => a - b).map(([, part]) => part);
      objects.set(key, Buffer.concat(parts));
      xml(response, 200, `<CompleteMultipartUploadResult><Key>${key}</Key></CompleteMultipartUploadResult>`);
    } else if (request.method === 'PUT') {
      objects.set(key, body);
      response.writeHead(200, etag).end();
    } else if (request.method === 'DELETE') {
      objects.delete(key);
      response.writeHead(204).end();
    } else if (request.method === 'GET' && url.searchParams.has('list-type')) {
      const keys = [...objects.keys()].filter((one) => one.startsWith(url.searchParams.get('prefix') ?? '')).sort();
      const contents = keys.map((one) => `<Contents><Key>${one}</Key></Contents>`).join('');
      xml(response, 200, `<ListBucketResult><IsTruncated>false</IsTruncated>${contents}</ListBucketResult>`);
    } else {
      const found = objects.get(key);
      if (!found) return xml(response, 404, '<Error><Code>NoSuchKey</Code></Error>');
      response
        .writeHead(200, { 'content-length': found.byteLength })
        .end(request.method === 'HEAD' ? undefined : found);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    env: {
      S3_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      S3_BUCKET: 'pmis-test',
      S3_REGION: 'eu-central-1',
      S3_ACCESS_KEY_ID: KEY,
      S3_SECRET_ACCESS_KEY: SECRET,
    },
    objects,
    requests,
    fail(count, how = 'error') {
      failures = count;
      silent = how === 'silence';
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
