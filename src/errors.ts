/** Retrying cannot help: the job goes straight to its dead letters. The message is written for the person who asked. */
export class PermanentError extends Error {
  override readonly name: string = "PermanentError";
}

/**
 * Whoever does the thinking does not serve our account until somebody acts: a limit to be raised, a key to be renewed, a
 * model to be chosen. Waiting does not help, and asking again costs nothing. The message is for the person who asked.
 */
export class AccountError extends PermanentError {
  override readonly name = "AccountError";
  /** What somebody with access to the account has to do. */
  readonly forAdmin: string;

  constructor(message: string, forAdmin: string, options?: ErrorOptions) {
    super(message, options);
    this.forAdmin = forAdmin;
  }
}

/**
 * A step that was answered before would now be asked something else, so its answer does not fit. Going on from there would mix
 * two conversations; asking anew would pay twice.
 */
export class ReplayDivergedError extends PermanentError {
  override readonly name = "ReplayDivergedError";
  readonly step: string;

  constructor(step: string) {
    super(
      `The step “${step}” of this run was answered to another question than it would ask now, so I cannot go on from it. Please ask again.`,
    );
    this.step = step;
  }
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

/** A remote service did not answer as it should: worth trying again. Where tries run out, the message is for the person who asked. */
export class UnansweredError extends Error {
  override readonly name = "UnansweredError";
}

/** This worker no longer owns the run: it was stopped, changed or taken over. Everything it still wanted to write is void. */
export class FencedError extends Error {
  override readonly name = "FencedError";
}

/** The answer comes later: the call waits for a batch, or is out in one. Whoever asks again then finds it. */
export class DeferredError extends Error {
  override readonly name = "DeferredError";
}

/** A call would cost more than is left. Nothing was called. */
export class BudgetError extends Error {
  override readonly name = "BudgetError";
  /** Whose money it is. */
  readonly scope: "task" | "person" | "channel" | "workspace";
  readonly limitUsd: number;
  /** What is left, and what the call could have cost at most. */
  readonly leftUsd: number;
  readonly neededUsd: number;

  constructor(
    scope: BudgetError["scope"],
    money: { limitUsd: number; leftUsd: number; neededUsd: number },
  ) {
    super(`the ${scope}'s budget of $${money.limitUsd} does not allow another $${money.neededUsd}`);
    this.scope = scope;
    this.limitUsd = money.limitUsd;
    this.leftUsd = money.leftUsd;
    this.neededUsd = money.neededUsd;
  }
}

/** There was more to do than could be done in time, and this was not begun: nothing of it has happened. */
export class OverloadedError extends Error {
  override readonly name = "OverloadedError";
}
