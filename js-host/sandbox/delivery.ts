// Delivers webhooks of a vendor: one POST per subscription of the topic, with Shopify's time limit,
// eight retries over four hours of the original body, and the subscription's end when all
// failed (sheet 1.1). Faults are drawn from a seed, per delivery.

import { randomIntegers } from './faults.ts';

export type WebhookDelivery = { body: Uint8Array; headers: Record<string, string> };

/** What a vendor's webhooks look like. */
export type Sender = {
  /** The number of what caused deliveries. */
  nextEvent(): number;
  make(topic: string, payload: string, event: number, name?: string): WebhookDelivery;
};

/** `shape` answers what is sent in place of a payload; undefined when this one is not sent at all. */
export type Subscription = { topic: string; url: string; name?: string; shape?: (payload: string) => string | undefined };
/** duplicate: sent twice with one webhook id; reordered: sent after the next one; dropped: never sent. */
export type DeliveryFault = 'duplicate' | 'delayed' | 'reordered' | 'dropped';
/** Chances in thousandths, one draw per delivery. */
export type DeliveryFaults = { seed: number; perMille: Partial<Record<DeliveryFault, number>>; delayMs?: number };
export type DeliveryOptions = {
  /** Real milliseconds per millisecond of Shopify's retries; 1 by default. */
  timeScale?: number;
  /** The whole request; 5 s by default, never scaled. */
  timeoutMs?: number;
};
export type DeliveryLog = {
  webhookId: string;
  eventId: string;
  topic: string;
  url: string;
  body: string;
  fault?: DeliveryFault;
  /** One per try, in order: the status, or what went wrong. */
  tries: (number | 'timeout' | 'refused')[];
  state: 'waiting' | 'delivered' | 'failed' | 'dropped';
};

/** A webhook of an act, before it is known who gets it. */
export type Event = { topic: string; payload: string };

export type Deliveries = {
  subscribe(subscription: Subscription): void;
  /** Ends what was subscribed with this very object; what is on its way still arrives. */
  unsubscribe(subscription: Subscription): void;
  subscriptions(): readonly Subscription[];
  /** All webhooks of one act: one event id, and a webhook id each. */
  emit(events: Event[]): void;
  setFaults(faults?: DeliveryFaults): void;
  /** Resolves when nothing is on its way any more. */
  settled(): Promise<void>;
  log: DeliveryLog[];
  close(): void;
};

const RETRIES = 8;
const FOUR_HOURS_MS = 4 * 3600 * 1000;
/** Each wait twice the one before, all of them together four hours. */
const FIRST_WAIT_MS = FOUR_HOURS_MS / (2 ** RETRIES - 1);
const KINDS: readonly DeliveryFault[] = ['duplicate', 'delayed', 'reordered', 'dropped'];

type Job = { delivery: WebhookDelivery; subscription: Subscription; log: DeliveryLog };

export function createDeliveries(sender: Sender, options: DeliveryOptions): Deliveries {
  const scale = options.timeScale ?? 1;
  const timeoutMs = options.timeoutMs ?? 5000;
  const closing = new AbortController();
  let subscribed: Subscription[] = [];
  let draw: (() => DeliveryFault | undefined) | undefined;
  let delayMs = 50;
  const log: DeliveryLog[] = [];
  const running = new Set<Promise<void>>();
  /** Held back until another delivery has been sent. */
  let held: Job[] = [];
  let line: Promise<void> = Promise.resolve();

  const track = (work: Promise<void>): void => {
    const kept: Promise<void> = work.finally(() => running.delete(kept));
    running.add(kept);
  };
  const wait = (ms: number): Promise<void> => new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    closing.signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
  });
  const retry = async (job: Job): Promise<void> => {
    for (let at = 0; at < RETRIES; at += 1) {
      await wait(FIRST_WAIT_MS * 2 ** at * scale);
      if (closing.signal.aborted || await post(job, timeoutMs, closing.signal)) return;
    }
    job.log.state = 'failed';
    subscribed = subscribed.filter((subscription) => subscription !== job.subscription);
  };
  const send = async (job: Job): Promise<void> => {
    if (closing.signal.aborted) return;
    if (!await post(job, timeoutMs, closing.signal)) track(retry(job));
  };
  /** First tries go out one after the other, so that without faults the order is kept. */
  const enqueue = (job: Job): void => {
    line = line.then(() => send(job));
    track(line);
  };
  const release = (): void => {
    const late = held;
    held = [];
    late.forEach(enqueue);
  };
  const dispatch = (job: Job): void => {
    const fault = draw?.();
    if (fault !== undefined) job.log.fault = fault;
    if (fault === 'dropped') {
      job.log.state = 'dropped';
    } else if (fault === 'reordered') {
      held.push(job);
    } else if (fault === 'delayed') {
      track(wait(delayMs).then(() => send(job)));
    } else {
      enqueue(job);
      if (fault === 'duplicate') enqueue(job);
      release();
    }
  };

  return {
    log,
    subscribe: (subscription) => void subscribed.push(subscription),
    unsubscribe: (subscription) => void (subscribed = subscribed.filter((each) => each !== subscription)),
    subscriptions: () => subscribed,
    setFaults(faults) {
      draw = faults === undefined ? undefined : drawing(faults);
      delayMs = faults?.delayMs ?? 50;
    },
    emit(events) {
      const event = sender.nextEvent();
      for (const { topic, payload } of events) {
        for (const subscription of subscribed.filter((each) => each.topic === topic || each.topic === '*')) {
          const body = subscription.shape === undefined ? payload : subscription.shape(payload);
          if (body === undefined) continue;
          const delivery = sender.make(topic, body, event, subscription.name);
          const entry: DeliveryLog = {
            webhookId: delivery.headers['X-Shopify-Webhook-Id'] ?? '', eventId: delivery.headers['X-Shopify-Event-Id'] ?? '',
            topic, url: subscription.url, body, tries: [], state: 'waiting',
          };
          log.push(entry);
          dispatch({ delivery, subscription, log: entry });
        }
      }
    },
    async settled() {
      while (running.size > 0 || held.length > 0) {
        release();
        await Promise.all(running);
      }
    },
    close: () => closing.abort(),
  };
}

function drawing(faults: DeliveryFaults): () => DeliveryFault | undefined {
  const random = randomIntegers(faults.seed);
  return () => {
    let left = random() % 1000;
    for (const kind of KINDS) {
      const share = faults.perMille[kind] ?? 0;
      if (left < share) return kind;
      left -= share;
    }
    return undefined;
  };
}

/** One try; only 2xx is success, a redirection is not followed. */
async function post({ delivery, subscription, log }: Job, timeoutMs: number, closing: AbortSignal): Promise<boolean> {
  const limit = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await fetch(subscription.url, {
      method: 'POST', headers: delivery.headers, body: delivery.body as Uint8Array<ArrayBuffer>, redirect: 'manual', signal: AbortSignal.any([limit, closing]),
    });
    await answer.arrayBuffer();
    log.tries.push(answer.status);
    if (answer.ok) log.state = 'delivered';
    return answer.ok;
  } catch {
    log.tries.push(limit.aborted ? 'timeout' : 'refused');
    return false;
  }
}
