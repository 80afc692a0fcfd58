import type { Handover, HandoverRow, Page } from '../api'
import { get, patch, post, type Query } from '../platform/http'

export interface Notes { letter: string[]; keys_note?: string; papers_note?: string }

export const handovers = (query: Query) => get<Page<HandoverRow>>('/handovers', query)
export const handover = (id: string) => get<Handover>(`/handovers/${id}`)
export const beginHandover = (body: Notes & { post_id: string; to_person_id?: string; decision?: string; term_until?: string }) => post<Handover>('/handovers', body)
export const writeNotes = (id: string, body: Notes & { version: number }) => patch<Handover>(`/handovers/${id}`, body)
export const approveHandover = (id: string, body: { to_person_id?: string; decision: string; term_until?: string; version: number }) => post<Handover>(`/handovers/${id}/approve`, body)
export const acceptHandover = (id: string, version: number) => post<Handover>(`/handovers/${id}/accept`, { version })
export const withdrawHandover = (id: string, body: { reason: string; version: number }) => post<Handover>(`/handovers/${id}/withdraw`, body)
