/* What the server says, by hand from the contract; api.gen.ts takes its place. */
import type { Bilingual } from './i18n'

export type Id = string
export type Day = string

export interface Page<T> { items: T[]; next: string | null; total: number | null }
export interface Named { id: Id; name: string }

export interface Right { organisation_id: Id; organisation_name: string; kind: string; perms: string[] }
export interface Session {
  account_id: Id; login: string; name: string; person_id: Id | null; csrf: string
  second_factor: boolean; second_factor_needed: boolean; must_change: boolean; administrator: boolean
  today: Day; school: Named | null; rights: Right[]
}
export interface SessionRow { id: Id; address: string | null; agent: string | null; created_at: string; seen_at: string; current: boolean }
export interface Account { id: Id; login: string; name: string; person_id: Id | null; disabled: boolean; totp_on: boolean; signed_in_at: string | null; version: number }
export interface AuditEntry {
  id: Id; at: string; account_id: Id | null; login: string | null; name: string | null; action: string
  object_kind: string; object_id: Id | null; request_id: string | null; detail: unknown; sealed: boolean
}
export interface Setting {
  name: string; organisation_id: Id; kind: string; value: string; from_on: Day | null; standard: string; min: number; max: number
  title_zh: string; title_en: string; dates: { value: string; from_on: Day }[]
}

export interface Organisation {
  id: Id; code: string; name: string; kind: string; parent_id: Id | null; depth: number
  founded_on: Day | null; closed_on: Day | null; members: number | null; people: number | null
}
export interface Note { code: string; params?: Record<string, string | number> }
export interface OrganisationDetail extends Organisation {
  telephone: string | null; secretary: { person_id: Id; name: string } | null
  counts: Record<string, number>; children_by_kind: { kind: string; n: number }[]; notes: Note[]
  has_committee: boolean; version: number
}
export interface OrganisationEvent {
  id: Id; kind: string; happened_on: Day; name?: string | null; organisation_kind?: string | null
  parent_name?: string | null; successor_id?: Id | null; successor_name?: string | null
  decision?: string | null; decided_on?: Day | null
}
export interface KindCount { by_kind: { kind: string; n: number }[]; upper: number; branches: number; total: number }
export interface OrganisationChanges {
  before: KindCount; after: KindCount
  difference: KindCount
  events: {
    organisation_id: Id; name: string; kind: string; happened_on: Day; old_name: string | null; new_name: string | null; old_kind: string | null; new_kind: string | null
    old_parent_name: string | null; new_parent_name: string | null; successor_id: Id | null; successor_name: string | null; decision: string | null; decided_on: Day | null
  }[]
}
export interface Goal {
  class_id: Id; class_name: string; entry_year: number; year: number; campus: string | null
  members: number; full_members: number; has_group: boolean; has_branch: boolean; state: 'not_met' | 'met' | 'may_found_branch'
}

export interface PersonRow {
  id: Id; name: string; sex: string | null; ethnicity: string | null; student_no: string | null; staff_no: string | null
  class_name: string | null; branch_id: Id | null; branch_name: string | null; stage: string | null; stage_on: Day | null
  joined_on: Day | null; full_on: Day | null; mobile_tail: string | null
}
export interface PersonHit { id: Id; name: string; student_no: string | null; branch_name: string | null; stage: string | null; match: string }
export interface Person {
  id: Id; name: string; pinyin: string; sex: string | null; ethnicity: string | null; birth: Day | null
  student_no: string | null; staff_no: string | null; id_tail: string | null; native_place: string | null
  education: string | null; job: string | null; mobile: string | null; landline: string | null; address: string | null
  leaving_on: Day | null; class: Named | null; branch: Named | null; stage: string | null; stage_on: Day | null
  joined_on: Day | null; full_on: Day | null; seniority_from: Day | null
  affiliations: { organisation_id: Id; organisation_name: string; from_on: Day; until_on: Day | null }[]
  stages: { id: Id; stage: string; happened_on: Day; recorded_at: string; recorded_by_name: string | null }[]
  posts: { id: Id; organisation_id: Id; organisation_name: string; kind: string; from_on: Day; until_on: Day | null }[]
  open_case_id: Id | null; version: number
}
export interface ClassRow { id: Id; name: string; organisation_id: Id; entry_year: number; campus?: string | null; closed_on?: Day | null; version: number }
export interface PartyGroup { id: Id; name: string; organisation_id: Id; version: number }
export interface Room { id: Id; name: string; organisation_id: Id; version: number }
export interface Post {
  id: Id; person_id: Id; person_name: string; organisation_id: Id; organisation_name: string; kind: string
  from_on: Day; until_on: Day | null; term_until: Day | null; notes: Note[]; version: number
}
export interface ExportRow { id: Id; at: string; name: string; organisation_name: string; purpose: string; receiver: string | null; columns: string; people: number }

export interface ImportCounts { rows: number; new: number; same: number; changed: number; refuse: number; warn: number }
export interface Mapping { column: string; heading: string; field: string | null }
export interface ImportSheet { name: string; use: boolean; heading_rows: number[]; mapping: Mapping[] }
export type ImportState = 'reading' | 'preview' | 'confirming' | 'confirmed' | 'undone' | 'refused' | 'cancelled'
export interface ImportBatch {
  id: Id; kind: string; state: ImportState; progress: { done: number; total: number }; file_name: string
  organisation_id: Id; sheets: ImportSheet[]; counts: ImportCounts; message_code: string | null
  created_at: string; confirmed_at: string | null; undo: { possible: boolean; reasons: (string | Note)[] } | null
}
export interface ImportListRow { id: Id; kind: string; file_name: string; state: ImportState; created_at: string; created_by_name: string; counts: ImportCounts }
export interface ImportFault { column: string | null; heading: string | null; kind: string; verdict: string }
export interface ImportRow {
  sheet: string; row: number; verdict: string; name: string | null; branch_name: string | null
  changes: { field: string; before: string | null; after: string | null }[]; faults: ImportFault[]
}
export interface ImportField { field: string; aliases: string[] }

export interface PackField {
  name: string; type: 'text' | 'date' | 'int' | 'bool' | 'enum' | 'person' | 'persons' | 'votes'
  label: Bilingual; required?: boolean; computed?: boolean; values?: { code: string; label: Bilingual }[]; help?: Bilingual | null
}
export interface PackPaper { name: Bilingual; author: string; roster?: boolean }
export interface PackStep { code: string; number: number; stage: string | null; title: Bilingual; actor: string; repeatable?: boolean; papers: PackPaper[]; fields: PackField[] }
export interface Pack {
  id: string; title: Bilingual; valid_from: Day; valid_until: Day | null
  stages: { code: string; title: Bilingual }[]; steps: PackStep[]; exits: PackStep[]
}
export interface PackRow { id: string; title: Bilingual; valid_from: Day; valid_until: Day | null }
export interface Finding {
  rule: string; severity?: string; article: string | null; message: Bilingual; step?: string | null; steps?: string[]
  allowed_from?: Day | null; contradiction?: boolean; provisional?: boolean
}
export interface PersonFact { id?: Id; name?: string; full_member?: boolean; discipline?: string; effect_until?: Day; until?: Day }
export type Votes = Record<string, number>
export type FactValue = string | number | boolean | PersonFact | (string | PersonFact)[] | Votes | null
export type Facts = Record<string, FactValue>
export interface StepHistory {
  record_id: Id; happened_on: Day | null; facts: Facts | null; recorded_by_name: string | null; recorded_at: string; rule_set: string | null
  warnings: { rule: string; reason: string }[]; stands: boolean; imported: boolean; reason: string | null; superseded_by: Id | null
  voided_reason: string | null; voided_at: string | null
}
export interface StepRecord {
  code: string; number: number; stage: string | null; actor: string; title: Bilingual; may_record: boolean
  state: 'done' | 'next' | 'blocked' | 'later' | 'not_needed'
  happened_on: Day | null; record_id: Id | null; facts: Facts | null; recorded_by_name: string | null; recorded_at: string | null
  rule_set: string | null; warnings: { rule: string; reason: string }[]; history: StepHistory[]
}
export interface NextStep {
  step: string; actor: string; organisation_name: string; title: Bilingual; since_on: Day | null; earliest_on: Day | null; latest_on: Day | null
  provisional: boolean; optional: boolean; possible_today: boolean; may_record: boolean; stops: Finding[]
}
export interface Debt {
  duty: string; step: string; owner: string; organisation_id: Id; organisation_name: string; since_on: Day | null; due_on: Day | null
  limit_on: Day | null; overdue_days: number; clock_not_started: boolean; message: Bilingual
}
export interface CaseDetail {
  id: Id; person: { id: Id; name: string; birth: Day | null; leaving_on: Day | null }
  branch: { id: Id; name: string; has_committee: boolean; full_members: number }
  state: string; stage: string; stage_on: Day | null; opened_on: Day; closed_on: Day | null; rule_set: string | null
  joined_on: Day | null; probation_due_on: Day | null; printed_until: Day | null; full_on: Day | null; extended: boolean; version: number
  steps: StepRecord[]; next: NextStep[]; findings: Finding[]; debts: Debt[]
  transfers: { id: Id; from_branch_name: string; to_branch_name: string; moved_on: Day; note: string | null }[]
  exits: { code: string; actor: string; title: Bilingual; may_record: boolean }[]; people: Named[]
}
export interface CaseRow {
  id: Id; person_id: Id; person_name: string; branch_id: Id; branch_name: string; stage: string; next_step: string | null; next_title: Bilingual | null
  owner: string | null; since_on: Day | null; earliest_on: Day | null; due_on: Day | null; state: string; findings_n: number
}
export interface CheckResult { stops: Finding[]; warnings: Finding[]; earliest_on: Day | null; latest_on: Day | null; provisional: boolean }
export interface WhereIStand {
  stage: string; stage_on: Day | null; steps_done: number; steps_total: number
  awaited: {
    step: string; title: Bilingual; owner: string; post_name: Bilingual | null; organisation_name: string; since_on: Day | null
    earliest_on: Day | null; latest_on: Day | null; provisional: boolean; how: Bilingual | null
  } | null
  delays: { message: Bilingual; since_on: Day | null; due_on: Day | null; overdue_days: number }[]
  timeline: { code: string; number: number; title: Bilingual; happened_on: Day | null; done: boolean }[]
}
export interface TodayItem {
  case_id: Id; person_name: string; branch_id: Id; branch_name: string; duty: string; step: string; title: Bilingual; owner: string; owner_name: string
  since_on: Day; earliest_on: Day | null; due_on: Day | null; overdue_days: number; mine: boolean; message: Bilingual
}
export interface Today {
  today: Day; mine: { overdue: number; soon: number; open: number }; items: TodayItem[]
  stage_counts: { stage: string; n: number }[]; by_organisation: { organisation_id: Id; name: string; overdue: number; soon: number }[]
}
