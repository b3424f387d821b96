// Shopify's cost bucket: the requested cost is reserved and the difference to the
// actual cost given back; points come back every second (sheet 2.0).

export type ThrottleOptions = { maximumAvailable?: number; restoreRate?: number; enforced?: boolean };
export type ThrottleStatus = { maximumAvailable: number; currentlyAvailable: number; restoreRate: number };

export type Throttle = {
  /** False = not enough points; nothing was taken. */
  reserve(cost: number): boolean;
  giveBack(cost: number): void;
  status(): ThrottleStatus;
};

export function createThrottle(now: () => Date, options: ThrottleOptions): Throttle {
  const maximum = options.maximumAvailable ?? 2000;
  const rate = options.restoreRate ?? 100;
  const enforced = options.enforced ?? true;
  // Thousandths of a point, so that restoring by the millisecond is exact.
  let available = maximum * 1000;
  let restored = now().getTime();
  const restore = (): void => {
    const at = now().getTime();
    available = Math.min(available + Math.max(at - restored, 0) * rate, maximum * 1000);
    restored = at;
  };
  return {
    reserve(cost) {
      restore();
      if (enforced && cost * 1000 > available) return false;
      available = Math.max(available - cost * 1000, 0);
      return true;
    },
    giveBack(cost) {
      available = Math.min(available + cost * 1000, maximum * 1000);
    },
    status() {
      restore();
      return { maximumAvailable: maximum, currentlyAvailable: Math.floor(available / 1000), restoreRate: rate };
    },
  };
}
