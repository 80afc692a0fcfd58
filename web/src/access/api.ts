import type { Account, AuditEntry, Page, Session, SessionRow, Setting } from '../api'
import { del, get, patch, post, put, type Query } from '../platform/http'

export const signIn = (body: { login: string; password: string; code?: string }) => post<Session>('/session', body)
export const setupNeeded = () => get<{ needed: boolean }>('/setup')
export const setup = (body: { token: string; login: string; password: string; school_code: string; school_name: string; name: string }) => post<Session>('/setup', body)
export const useLink = (body: { token: string; new_password: string }) => post<void>('/links', body)

export const changePassword = (body: { old_password: string; new_password: string }) => put<void>('/session/password', body)
export const totpBegin = () => post<{ secret: string; uri: string }>('/session/totp')
export const totpOn = (code: string) => put<void>('/session/totp', { code })
export const totpOff = (password: string) => del<void>('/session/totp', { password })
export const ownSessions = () => get<Page<SessionRow>>('/sessions')
export const endSession = (id: string) => del<void>(`/sessions/${id}`)

export const accounts = (query: Query) => get<Page<Account>>('/accounts', query)
export const addAccount = (body: { person_id: string; login: string }) => post<{ id: string; one_time_url: string }>('/accounts', body)
export const setDisabled = (id: string, disabled: boolean, version: number) => patch<void>(`/accounts/${id}`, { disabled, version })
export const resetAccount = (id: string) => post<{ one_time_url: string }>(`/accounts/${id}/reset`)
export const accountSessions = (id: string) => get<Page<SessionRow>>(`/accounts/${id}/sessions`)
export const endAccountSessions = (id: string) => del<void>(`/accounts/${id}/sessions`)

export const audit = (query: Query) => get<Page<AuditEntry>>('/audit', query)
export const settings = (query: Query) => get<Page<Setting>>('/settings', query)
export const putSetting = (name: string, body: { organisation_id: string; value: string; from_on: string }) => put<void>(`/settings/${name}`, body)
