/* Routes. Applicants' pages (sign-in, where I stand, security) never load the component library. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { lazy, useSyncExternalStore } from 'react'
import { createBrowserRouter, Navigate, Outlet, useLocation } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import SignIn from './access/SignIn'
import { lang, onLang, openBook, type Book } from './i18n'
import { NotFound, PageFailed } from './platform/ErrorBoundary'
import { Frame } from './platform/Frame'
import { ApiError, onSessionLost } from './platform/http'
import { Failure, Loading } from './platform/plain'
import { isStaff, may, SessionProvider, sessionKey, useSession, useSessionQuery } from './platform/session'

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      refetchOnWindowFocus: false,
      retry: (n, e) => n < 2 && e instanceof ApiError && (e.status === 0 || e.status === 503),
      throwOnError: false,
    },
    mutations: { retry: false },
  },
})
onSessionLost(() => client.setQueryData(sessionKey, null))

const Staff = lazy(() => import('./platform/Staff'))

function Gate() {
  const session = useSessionQuery()
  const { pathname, search } = useLocation()
  if (session.isPending) return <main className="boot-body"><Loading /></main>
  if (session.isError) return <main className="note-page"><Failure error={session.error} retry={() => void session.refetch()} /></main>
  if (!session.data) return <Navigate to={`/sign-in${pathname === '/' ? '' : `?next=${encodeURIComponent(pathname + search)}`}`} replace />
  const forced = session.data.must_change || session.data.second_factor_needed
  if (forced && pathname !== '/security') return <Navigate to="/security" replace />
  return <SessionProvider value={session.data}><Frame /></SessionProvider>
}

function Home() {
  const session = useSession()
  const to = may(session, 'case_read') ? '/today' : isStaff(session) ? (may(session, 'directory_read') ? '/organisations' : '/accounts') : '/where-i-stand'
  return <Navigate to={to} replace />
}

type Page = () => Promise<{ default: React.ComponentType }>
const page = (path: string, load: Page, ...words: Book[]) => ({
  path, HydrateFallback: () => null,
  lazy: async () => ({ Component: (await Promise.all([load(), ...words.map(openBook)]))[0].default }),
})

const router = createBrowserRouter([
  { path: '/sign-in', element: <SignIn />, errorElement: <PageFailed /> },
  { ...page('/setup', () => import('./access/Setup')), errorElement: <PageFailed /> },
  { ...page('/slip', () => import('./development/SlipPage')), errorElement: <PageFailed /> },
  { ...page('/n/:code', () => import('./notice/PublicPage'), 'notice'), errorElement: <PageFailed /> },
  { ...page('/receipt', () => import('./notice/Receipt'), 'notice'), errorElement: <PageFailed /> },
  { ...page('/link', () => import('./access/OneTimeLink')), errorElement: <PageFailed /> },
  {
    element: <Gate />, errorElement: <PageFailed />,
    children: [
      { path: '/', element: <Home /> },
      page('/where-i-stand', () => import('./development/WhereIStand')),
      page('/security', () => import('./access/Security')),
      {
        element: <Staff><Outlet /></Staff>,
        children: [
          page('/today', () => import('./development/Today')),
          page('/cases', () => import('./development/Cases')),
          page('/procedures', () => import('./figures/ProceduresTable'), 'figures'),
          page('/figures', () => import('./figures/Figures'), 'figures'),
          page('/cases/:id', () => import('./development/Case')),
          page('/people', () => import('./directory/Roster')),
          page('/people/exports', () => import('./directory/Exports')),
          page('/people/print', () => import('./directory/RosterPrint')),
          page('/people/:id', () => import('./directory/Person')),
          page('/organisations', () => import('./directory/Organisations'), 'places'),
          page('/organisations/changes', () => import('./directory/Changes')),
          page('/organisations/goals', () => import('./directory/Goals')),
          page('/organisations/classes', () => import('./directory/Classes'), 'places'),
          page('/organisations/classes/:id', () => import('./directory/Class'), 'places'),
          page('/organisations/groups', () => import('./directory/Groups'), 'places'),
          page('/organisations/rooms', () => import('./directory/Rooms'), 'places'),
          page('/organisations/voters', () => import('./directory/Voters'), 'places'),
          page('/posts', () => import('./directory/Posts')),
          page('/cases/:id/papers', () => import('./papers/CasePapers'), 'papers'),
          page('/papers', () => import('./papers/Papers'), 'papers'),
          page('/cases/:id/documents', () => import('./documents/CaseDocuments'), 'documents'),
          page('/documents', () => import('./documents/Documents'), 'documents'),
          page('/documents/templates', () => import('./documents/Templates'), 'documents'),
          page('/notices', () => import('./notice/Notices'), 'notice'),
          page('/notices/new', () => import('./notice/NewNotice'), 'notice'),
          page('/notices/scan', () => import('./notice/Scan'), 'notice'),
          page('/notices/:id', () => import('./notice/Notice'), 'notice'),
          page('/dossiers', () => import('./dossier/Dossiers'), 'dossier'),
          page('/dossiers/print', () => import('./dossier/DossiersPrint'), 'dossier'),
          page('/desk', () => import('./desk/Desk'), 'desk'),
          page('/desk/meetings/:id', () => import('./desk/Meeting'), 'desk'),
          page('/plan', () => import('./desk/Plan'), 'desk'),
          page('/leaving', () => import('./desk/Leaving'), 'desk'),
          page('/handovers', () => import('./handover/Handovers'), 'desk', 'handover'),
          page('/handovers/:id', () => import('./handover/Handover'), 'desk', 'handover'),
          page('/imports', () => import('./intake/Imports'), 'intake'),
          page('/imports/:id', () => import('./intake/Import'), 'intake'),
          page('/accounts', () => import('./access/Accounts')),
          page('/audit', () => import('./access/Audit')),
          page('/settings', () => import('./access/Settings')),
        ],
      },
      { path: '*', element: <NotFound /> },
    ],
  },
])

export function App() {
  const language = useSyncExternalStore(onLang, lang)
  return (
    <QueryClientProvider client={client}>
      <RouterProvider key={language} router={router} />
    </QueryClientProvider>
  )
}
