/*
 * What the server says, from its own description (api.gen.ts, made by `npm run api`). A field the
 * description calls optional is there as null, so it is typed so.
 */
import type { paths } from './api.gen'
import type { Bilingual } from './i18n'

export type Id = string
export type Day = string

type Full<T> = T extends (infer U)[] ? Full<U>[] : T extends object ? { [K in keyof T]-?: Full<Exclude<T[K], undefined>> | (undefined extends T[K] ? null : never) } : T
type Answer<R> = R extends { responses: { 200: { content: { 'application/json': infer B } } } } ? Full<B>
  : R extends { responses: { 201: { content: { 'application/json': infer B } } } } ? Full<B> : never
type Get<P extends keyof paths> = paths[P] extends { get: infer G } ? Answer<G> : never
type Post_<P extends keyof paths> = paths[P] extends { post: infer G } ? Answer<G> : never
type Item<P extends keyof paths> = Get<P> extends { items: (infer I)[] } ? I : never

export interface Page<T> { items: T[]; next: string | null; total: number | null }
export interface Named { id: Id; name: string }

export type Session = Get<'/api/v1/session'>
export type SessionRow = Item<'/api/v1/sessions'>
export type Account = Item<'/api/v1/accounts'>
export type AuditEntry = Item<'/api/v1/audit'>
export type Setting = Item<'/api/v1/settings'>

export type Organisation = Item<'/api/v1/organisations'>
export type OrganisationDetail = Get<'/api/v1/organisations/{id}'>
export type OrganisationEvent = Item<'/api/v1/organisations/{id}/events'>
export type OrganisationChanges = Get<'/api/v1/organisations/changes'>
export type KindCount = OrganisationChanges['before']
export type OrganisationMade = Post_<'/api/v1/organisations'>

export type ClassRow = Item<'/api/v1/classes'>
export type PartyGroup = Item<'/api/v1/party-groups'>
export type Room = Item<'/api/v1/rooms'>
export type Voters = Get<'/api/v1/voters'>
export type Voter = Voters['items'][number]
export type Goals = Get<'/api/v1/organisations/goals'>
export type Goal = Goals['items'][number]
export type Post = Item<'/api/v1/posts'>
export type PostMade = Post_<'/api/v1/posts'>

export type ExportRow = Item<'/api/v1/exports'>
export type PersonRow = Item<'/api/v1/people'>
export type PersonHit = Item<'/api/v1/people/search'>
export type Person = Get<'/api/v1/people/{id}'>

export type CaseRow = Item<'/api/v1/cases'>
export type CheckResult = Post_<'/api/v1/cases/{id}/check'>
export type Finding = CheckResult['stops'][number]
export type NextStep = Get<'/api/v1/cases/{id}'>['next'][number]
export type Debt = Get<'/api/v1/cases/{id}'>['debts'][number]
export interface PersonFact { id?: Id; name?: string; full_member?: boolean; discipline?: string; effect_until?: Day; until?: Day }
export type Votes = Record<string, number>
export type FactValue = string | number | boolean | PersonFact | (string | PersonFact)[] | Votes | null
export type Facts = Record<string, FactValue>
/* Facts are free-form in the description: their fields stand in the rule packs. */
type WithFacts<T> = Omit<T, 'facts'> & { facts: Facts | null }
type RawStep = Get<'/api/v1/cases/{id}'>['steps'][number]
export type StepHistory = WithFacts<RawStep['history'][number]>
export type StepRecord = WithFacts<Omit<RawStep, 'history'>> & { history: StepHistory[] }
export type CaseDetail = Omit<Get<'/api/v1/cases/{id}'>, 'steps'> & { steps: StepRecord[] }
export type Pack = Get<'/api/v1/rules/packs/{id}'>
export type PackRow = Item<'/api/v1/rules/packs'>
export type PackStep = Pack['steps'][number]
export type PackField = PackStep['fields'][number]
export type WhereIStand = Get<'/api/v1/where-i-stand'>
export type OwnPapers = Get<'/api/v1/where-i-stand/papers'>
export type SlipState = Get<'/api/v1/cases/{id}/slip'>
export type SlipMade = Post_<'/api/v1/cases/{id}/slip'>
export type Today = Get<'/api/v1/today'>
export type TodayItem = Today['items'][number]

export type Dossier = Get<'/api/v1/cases/{id}/dossier'>
export type DossierFinding = Dossier['findings'][number]
export type DossierRow = Item<'/api/v1/dossiers'>
export type DossierSheet = Get<'/api/v1/dossiers/findings'>

export type CasePapers = Get<'/api/v1/cases/{id}/papers'>
export type PaperNeed = CasePapers['items'][number]
export type Paper = PaperNeed['papers'][number]
export type PaperRow = Item<'/api/v1/papers'>
export type ProcedureRow = Item<'/api/v1/organisations/{id}/procedures'>
export type YearFigures = Get<'/api/v1/organisations/{id}/figures'>
export type NoticeRow = Item<'/api/v1/notices'>
export type NoticeReady = Item<'/api/v1/notices/ready'>
export type CaseNotice = Item<'/api/v1/cases/{id}/notices'>
type RawNotice = Get<'/api/v1/notices/{id}'>
export type Notice = Omit<RawNotice, 'id' | 'people'> & { id: Id; people: (RawNotice['people'][number] & { refusal?: unknown })[] }
export type PublicNotice = Get<'/api/v1/public-notices/{code}'>
export type HeardObjection = Post_<'/api/v1/notice-receipts'>
export type ScanReport = Post_<'/api/v1/notices/scan'>
export type CaseDocuments = Get<'/api/v1/cases/{id}/documents'>
export type MadePaper = CaseDocuments['items'][number]
export type YearDocuments = Get<'/api/v1/organisations/{id}/documents'>
export type DocumentTemplates = Get<'/api/v1/document-templates'>
export type DocumentTemplate = DocumentTemplates['items'][number]

export type Desk = Get<'/api/v1/desk'>
export type Awaiting = Desk['items'][number]
export type Filing = Desk['filings'][number]
export type MeetingRow = Item<'/api/v1/desk/meetings'>
/* Kept as the rules gave them. */
export interface Refused { stops: Finding[]; warnings: Finding[]; fields?: { field: string; code: string }[] }
type RawMeeting = Get<'/api/v1/desk/meetings/{id}'>
export type MeetingItem = Omit<RawMeeting['items'][number], 'refusal' | 'reasons'> & { refusal: Refused | null; reasons: { rule: string; reason: string }[] | null }
export type Meeting = Omit<RawMeeting, 'items'> & { items: MeetingItem[] }
export type Said = Get<'/api/v1/desk/cases/{id}'>['items'][number]
type RawFiled = Post_<'/api/v1/desk/filings'>
export type Filed = Omit<RawFiled, 'items'> & { items: (Omit<RawFiled['items'][number], 'refusal'> & { refusal: Refused | null })[] }
export type Plan = Get<'/api/v1/plan'>
export type PlanRow = Plan['rows'][number]
export type Forecast = Get<'/api/v1/plan/forecast'>
export type Leaving = Get<'/api/v1/desk/leaving'>
export type HandoverRow = Item<'/api/v1/handovers'>
export type Handover = Get<'/api/v1/handovers/{id}'>
export type HandoverPackage = NonNullable<Handover['package']>
export type HandoverDuty = HandoverPackage['duties'][number]
export type { Bilingual }

export interface Note { code: string; params?: Record<string, string | number> }
/* ---- by hand until the server prints them ---- */

export interface ImportMapping { column: string; heading: string | null; field: string | null }
export interface ImportSheet { name: string; index: number; use: boolean; why?: string; heading_rows?: number[]; mapping?: ImportMapping[] }
export interface ImportReport {
  verdict: 'checking' | 'read' | 'refuse_file' | 'failed'; kind?: string; message?: string
  sheets?: ImportSheet[]
  counts?: { rows: number; accept: number; of_these_with_warning: number; refuse: number }
  plan?: { new: number; same: number; changed: number; refused: number }
}
export type ImportState = 'preview' | 'refused' | 'confirmed' | 'undone' | 'cancelled'
export interface ImportBatch {
  id: Id; organisation_id: Id | null; kind: string; file_name: string; state: ImportState; phase: '' | 'checking' | 'writing'
  done: number; total: number; previewable: boolean; created_at: string; confirmed_at: string | null; undone_at: string | null; report: ImportReport
}
export interface ImportListRow { id: Id; organisation_id: Id; organisation_name: string; kind: string; file_name: string; state: ImportState; created_at: string; confirmed_at: string | null; undone_at: string | null }
export interface ImportFault { sheet: string; row: number; column: string | null; heading: string | null; kind: string; verdict: string; of_row?: number | null; with_row?: number | null; of_sheet?: string | null }
export interface ImportRow { sheet: string; row: number; verdict: 'new' | 'same' | 'changed' | 'refused'; name: string | null; changes: { field: string; from: string | null; to: string | null }[]; faults: ImportFault[] }
export interface Obstacle { kind: string; id: Id; name: string; what: string; message: string }
