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

export { homeOrganisation, isStaff, may, mayAt } from './rights'
