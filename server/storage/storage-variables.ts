import { z } from 'zod';

const group = 'Attachments';

/** Variables of the place where attachments are kept; part of ENV_SPEC (server/env.ts). */
export const STORAGE_VARIABLES = {
  STORAGE: {
    schema: z.enum(['local', 's3']).default('local'),
    group,
    about: 'Where attachments are kept: `local` (DATA_DIR, one machine), or `s3` (S3_BUCKET, any number of machines).',
  },
  S3_BUCKET: {
    schema: z.string().optional(),
    group,
    about: 'The bucket; it has to exist. Attachments stand below `attachments/`, named by their SHA-256.',
    example: 'pmis-docs',
  },
  S3_ENDPOINT: {
    schema: z.url({ protocol: /^https?$/ }).optional(),
    group,
    about: 'Address of an S3-compatible server. Unset: AWS, in S3_REGION.',
    example: 'https://minio.internal:9000',
  },
  S3_REGION: { schema: z.string().default('us-east-1'), group, about: 'Region of the bucket.' },
  S3_ACCESS_KEY_ID: {
    schema: z.string().optional(),
    group,
    about: 'Key of the bucket. Unset: the machine’s own role (ECS task, EC2, web identity), or AWS’s usual variables.',
  },
  S3_SECRET_ACCESS_KEY: { schema: z.string().optional(), group, about: 'Secret of that key.', secret: true },
};

type Given = { STORAGE: string; S3_BUCKET?: string; S3_ACCESS_KEY_ID?: string; S3_SECRET_ACCESS_KEY?: string };

/** What does not fit together, one sentence each. */
export function storageProblems(given: Given): string[] {
  const problems: string[] = [];
  if (given.STORAGE === 's3' && !given.S3_BUCKET) problems.push('S3_BUCKET is missing: STORAGE=s3 needs a bucket.');
  if (Boolean(given.S3_ACCESS_KEY_ID) !== Boolean(given.S3_SECRET_ACCESS_KEY))
    problems.push('S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY: give both, or none for the machine’s own role.');
  return problems;
}
