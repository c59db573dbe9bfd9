import { DomainError } from '~server/errors.ts';
import { errorResponse } from '~/http/answers.server.ts';

const unknown = ({ request }: { request: Request }) =>
  errorResponse(
    new DomainError(
      'not_found',
      `There is nothing at ${new URL(request.url).pathname}. /api/docs lists what there is.`,
    ),
  );

export const loader = unknown;
export const action = unknown;
