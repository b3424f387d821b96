/* The contract, version 1. Made from pkg/schema by js-host/scripts/types.mjs; do not edit. */
/* eslint-disable */

export type ContractVersion = 1;
export type Explain = "none" | "reasons" | "text";
export type Mode = "apply" | "preview";
export type Source = "shopify" | "lightspeed" | "schedule" | "operator";
export type System = "shopify" | "lightspeed" | "store";
export type Effect = "read" | "write";
export type AnswerOutcome = "answered" | "not_sent" | "unknown";
export type Status = "asks" | "done" | "refused";
export type Decided = "decided" | "refused";
export type Series = "R" | "X";
export type Severity = "notice" | "error" | "critical";
export type Owner = "ecommerce" | "retail_ops" | "finance" | "integration";
export type BodyIndex = number;
export type Timestamp = string;
export type Code = string;
export type Fact = null | string | boolean | { path: string } | Fact[];
export type Facts = { [name: string]: Fact };
export type Expect = { absent: Record<string, never> } | { value: unknown };

export interface Issue { code: Code; path: string; message: string; hint: string }
export interface TenantConfig {
  contract: ContractVersion; tenant: string; shopify: ShopifyConfig; lightspeed: LightspeedConfig;
  currency: string; time_zone: string; zones?: { [zone: string]: OffsetConfig[] };
  outlets: OutletConfig[]; locations?: LocationConfig[]; payment_types: PaymentTypeConfig[];
  taxes: TaxConfig[]; orders?: OrdersConfig; customers?: CustomersConfig;
}
export interface ShopifyConfig { shop: string; api_version?: string }
export interface LightspeedConfig { series: Series; account: string; api_version?: string | null; user: string }
export interface OffsetConfig { from: string; offset: string }
export interface OutletConfig { id: string; register: string; time_zone?: string | null }
export interface LocationConfig { id: string; outlets: string[] }
export interface PaymentTypeConfig { gateway: string; id: string }
export interface TaxConfig { rate: string; inclusive?: boolean; id: string; class?: string | null }
export interface OrdersConfig { default_outlet?: string | null }
export interface CustomersConfig { default_country?: string | null }

export interface Task {
  contract: ContractVersion; tenant: string; id: string; now: Timestamp; mode?: Mode;
  explain?: Explain; event: Event;
}
export interface Event {
  source: Source; topic: string; id?: string | null; origin?: string | null;
  triggered_at?: Timestamp | null; api_version?: string | null; cursor?: string | null;
  body?: BodyIndex | null;
}
export interface Journal { core?: string | null; revision?: string | null; answers?: Answer[] }
export interface Answer {
  id: string; outcome: AnswerOutcome; at: Timestamp; status?: number | null;
  headers?: { [name: string]: string }; body?: BodyIndex | null;
}
export interface Request {
  id: string; system: System; effect: Effect; natural_key?: string; method: string; path: string;
  query?: { [name: string]: string }; headers?: { [name: string]: string }; body?: unknown;
  not_before?: Timestamp; not_after?: Timestamp; because?: string[];
}
export interface Outcome {
  contract: ContractVersion; core: string; revision: string; status: Status;
  requests?: Request[]; restarted?: boolean; refusal?: Issue; writes?: Request[];
  explanations?: Explanation[]; exceptions?: Exception[]; checked?: Checked[]; commit?: Row[];
  next?: Next[]; rounds: number;
}
export interface Checked { subject: string; codes: Code[] }
export interface Next { not_before?: Timestamp; event: Event }
export interface Decision {
  contract: ContractVersion; core: string; decision: string; status: Decided; refusal?: Issue;
  output?: unknown; exceptions?: Exception[]; explanations?: Explanation[];
}
export interface Exception {
  code: Code; severity: Severity; owner: Owner; subject: string; summary: string; evidence: Facts;
  next_step: string; dedupe_key: string;
}
export interface Explanation { id: string; rule: string; subject: string; inputs: Facts; result: Fact; text?: string }
export interface Row { table: string; key: string; value?: unknown; expect?: Expect }
export interface Conflict { table: string; key: string; value?: unknown }
export interface Description {
  contract: ContractVersion; core: string; decisions: DecisionDescription[]; events: string[]; tables: string[];
}
export interface DecisionDescription { name: string; payload: string; summary: string }
export interface Route { subject: string; dedupe_key: string; priority: number }
