/** What the mail library says of a failed attempt. */
export type SmtpProblem = {
  message?: string;
  /** The library's name for it, such as ECONNECTION or EAUTH. */
  code?: string;
  /** The mail server's reply code; missing where it said nothing. */
  responseCode?: number;
};

/**
 * `retry`: the mail server did not take the message and may later. `refused`: it will not (RFC 5321, 4.2.1: 5yz).
 * `unsure`: the text was on its way and no answer came, so that it may have been taken.
 */
export type SendFailureKind = 'retry' | 'refused' | 'unsure';

/** Ours to mend (credentials, TLS, the address of the server): says nothing about the message. */
const OUR_SIDE = new Set(['EAUTH', 'ENOAUTH', 'EOAUTH2', 'ETLS', 'EDNS', 'EPROXY', 'ECONFIG']);
/** The library itself found that the message or its recipients cannot be sent. */
const UNSENDABLE = new Set(['EENVELOPE', 'EMESSAGE']);

/**
 * What became of a failed attempt. `handingOver`: the text was already going out, so that only a reply code can tell
 * that it was not taken (RFC 1047).
 */
export function sendFailure(problem: SmtpProblem, handingOver: boolean): SendFailureKind {
  const { code = '', responseCode } = problem;
  if (OUR_SIDE.has(code)) return 'retry';
  // 503 says that the session went wrong, not the message.
  if (responseCode !== undefined && responseCode >= 400)
    return responseCode >= 500 && responseCode !== 503 ? 'refused' : 'retry';
  if (handingOver) return 'unsure';
  return UNSENDABLE.has(code) ? 'refused' : 'retry';
}
