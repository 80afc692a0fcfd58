import type { Desk, Filed, Forecast, Leaving, Meeting, MeetingRow, Page, Plan, Said } from '../api'
import { get, patch, post, put, type Query } from '../platform/http'

export interface Entry { case_id: string; step_code: string }
export interface Decision {
  decision: string; reason?: string; number?: string; received_on?: string
  votes_for?: number; votes_against?: number; votes_abstain?: number; reasons: { rule: string; reason: string }[]; version: number
}
export interface Held { held_on: string; chair_id: string; recorder_id: string; present: string[]; absences: { person_id: string; reason: string }[]; version: number }

export const desk = (organisation_id?: string) => get<Desk>('/desk', { organisation_id })
export const meetings = (query: Query) => get<Page<MeetingRow>>('/desk/meetings', query)
export const meeting = (id: string) => get<Meeting>(`/desk/meetings/${id}`)
export const openMeeting = (body: { organisation_id: string; title: string; planned_on?: string; items: Entry[] }) => post<Meeting>('/desk/meetings', body)
export const changeMeeting = (id: string, body: { title: string; planned_on?: string; version: number }) => patch<Meeting>(`/desk/meetings/${id}`, body)
export const addItems = (id: string, body: { items: Entry[]; version: number }) => post<Meeting>(`/desk/meetings/${id}/items`, body)
export const removeItem = (id: string, item: string, version: number) => post<Meeting>(`/desk/meetings/${id}/items/${item}/remove`, { version })
export const holdMeeting = (id: string, body: Held) => post<Meeting>(`/desk/meetings/${id}/hold`, body)
export const decideItem = (id: string, item: string, body: Decision) => put<Meeting>(`/desk/meetings/${id}/items/${item}`, body)
export const closeMeeting = (id: string, version: number) => post<Meeting>(`/desk/meetings/${id}/close`, { version })
export const cancelMeeting = (id: string, body: { reason: string; version: number }) => post<Meeting>(`/desk/meetings/${id}/cancel`, body)
export const file = (body: { step_code: string; happened_on: string; number: string; reason?: string; case_ids: string[] }) => post<Filed>('/desk/filings', body)
export const said = (caseId: string) => get<{ items: Said[] }>(`/desk/cases/${caseId}`)
export const plan = (query: Query) => get<Plan>('/plan', query)
export const givePlaces = (body: object) => post<{ id: string }>('/plan', body)
export const forecast = (query: Query) => get<Forecast>('/plan/forecast', query)
export const leaving = (query: Query) => get<Leaving>('/desk/leaving', query)
