/** Retrying cannot help: the job goes straight to its dead letters. The message is written for the person who asked. */
export class PermanentError extends Error {
  override readonly name = "PermanentError";
}

/** A remote service asked us to wait: the job runs again later and no attempt is charged. */
export class RateLimitedError extends Error {
  override readonly name = "RateLimitedError";
  /** Who asked, as people know it. */
  readonly service: string;
  readonly retryAfterSeconds: number;

  constructor(service: string, retryAfterSeconds: number, options?: ErrorOptions) {
    super(`${service} asked us to wait ${retryAfterSeconds} s`, options);
    this.service = service;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** This worker no longer owns the run: it was stopped, changed or taken over. Everything it still wanted to write is void. */
export class FencedError extends Error {
  override readonly name = "FencedError";
}

/** There was more to do than could be done in time, and this was not begun: nothing of it has happened. */
export class OverloadedError extends Error {
  override readonly name = "OverloadedError";
}
