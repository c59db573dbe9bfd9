import type { PeerCertificate } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { namesServer } from '../../server/redis.ts';

const certificate = (CN: string, subjectaltname?: string) => ({ subject: { CN }, subjectaltname }) as PeerCertificate;

describe('the certificate of a Redis over TLS', () => {
  it.each([
    ['10.1.2.3', certificate('10.1.2.3'), true],
    ['10.1.2.3', certificate('10.1.2.4'), false],
    ['10.1.2.3', certificate('10.1.2.3', 'DNS:redis.example.com'), false],
    ['10.1.2.3', certificate('x', 'IP Address:10.1.2.3'), true],
    ['redis.example.com', certificate('redis.example.com', 'DNS:redis.example.com'), true],
    ['redis.example.com', certificate('other.example.com', 'DNS:other.example.com'), false],
  ])('%s', (host, given, accepted) => {
    expect(namesServer(host, given) === undefined).toBe(accepted);
  });
});
