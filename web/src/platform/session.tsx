/* Who is signed in, and what they may see. The server decides; this only shapes the screen. */
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { createContext, useContext, type ReactNode } from 'react'
import type { Session } from '../api'
import { ApiError, get, setCsrf } from './http'

export const sessionKey = ['session'] as const

export async function fetchSession(): Promise<Session | null> {
  try {
    const session = await get<Session>('/session')
    setCsrf(session.csrf)
    return session
  } catch (e) {
    if (e instanceof ApiError && e.status === 401) return null
    throw e
  }
}

/* After signing in or out nothing of the former account may stay in memory. */
export function enter(client: QueryClient, session: Session | null): void {
  client.clear()
  setCsrf(session?.csrf ?? '')
  client.setQueryData(sessionKey, session)
}

const SessionContext = createContext<Session | null>(null)

export function SessionProvider({ value, children }: { value: Session | null; children: ReactNode }) {
  return <SessionContext.Provider value={value}>{children}</SessionContext.Provider>
}

export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('no session here')
  return session
}

export function useSessionQuery() {
  return useQuery({ queryKey: sessionKey, queryFn: fetchSession, staleTime: Infinity, retry: 1 })
}

export function useRefreshSession(): () => Promise<void> {
  const client = useQueryClient()
  return async () => {
    client.setQueryData(sessionKey, await fetchSession())
  }
}

/* May this account do it anywhere (no organisation given), or by a right held at that one? */
export function may(session: Session, perm: string, organisationId?: string): boolean {
  return session.rights.some((r) => r.perms.includes(perm) && (!organisationId || r.organisation_id === organisationId))
}

/* An account with a post works for others; one without sees only its own progress. */
export function isStaff(session: Session): boolean {
  return may(session, 'directory_read') || may(session, 'case_read') || may(session, 'account_edit')
}

/* The highest organisation the account works for: where lists begin. */
export function homeOrganisation(session: Session): string | undefined {
  return session.rights.find((r) => r.perms.includes('directory_read'))?.organisation_id ?? session.rights[0]?.organisation_id
}
