import type { CaseDetail, CaseNotice, CaseRow, CheckResult, Facts, OwnPapers, Pack, PackRow, Page, SlipMade, SlipState, Today, WhereIStand } from '../api'
import { del, get, post, type Query } from '../platform/http'

export const whereIStand = () => get<WhereIStand>('/where-i-stand')
export const ownPapers = () => get<OwnPapers>('/where-i-stand/papers')
export const today = (organisation_id?: string) => get<Today>('/today', { organisation_id })
export const packs = () => get<Page<PackRow>>('/rules/packs')
export const pack = (id: string) => get<Pack>(`/rules/packs/${id}`)

export const cases = (query: Query) => get<Page<CaseRow>>('/cases', query)
export const openCase = (body: { person_id: string; opened_on?: string }) => post<{ id: string }>('/cases', body)
export const caseDetail = (id: string) => get<CaseDetail>(`/cases/${id}`)

export interface StepInput { step_code: string; happened_on?: string; facts: Facts }
export const checkStep = (id: string, body: StepInput) => post<CheckResult>(`/cases/${id}/check`, body)
export const recordStep = (id: string, body: StepInput & { reasons: { rule: string; reason: string }[]; version: number }) =>
  post<{ record_id: string; case: CaseDetail }>(`/cases/${id}/steps`, body)
export const correctStep = (id: string, record: string, body: { happened_on?: string; facts: Facts; reason: string; reasons: { rule: string; reason: string }[]; version: number }) =>
  post<unknown>(`/cases/${id}/steps/${record}/correct`, body)
export const voidStep = (id: string, record: string, body: { reason: string; version: number }) => post<unknown>(`/cases/${id}/steps/${record}/void`, body)
export const transferCase = (id: string, body: { to_branch_id: string; moved_on: string; note?: string; version: number }) => post<unknown>(`/cases/${id}/transfer`, body)

export const slip = (id: string) => get<SlipState>(`/cases/${id}/slip`)
export const makeSlip = (id: string) => post<SlipMade>(`/cases/${id}/slip`, {})
export const endSlip = (id: string) => del<unknown>(`/cases/${id}/slip`)
export const readSlip = (code: string) => post<WhereIStand>('/slip', { code })
export const slipPapers = (code: string) => post<OwnPapers>('/slip/papers', { code })
export const noticesOfCase = (id: string) => get<Page<CaseNotice>>(`/cases/${id}/notices`)
