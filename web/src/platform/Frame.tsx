/* The frame of every signed-in page: bar, navigation by right, watermark. No component library. */
import { useQueryClient } from '@tanstack/react-query'
import { Suspense, useEffect, useRef, useState } from 'react'
import { Link, NavLink, Outlet, useLocation, useNavigate } from 'react-router'
import type { Session } from '../api'
import { lang, loadLang, t, type Key } from '../i18n'
import { day } from './dates'
import { del } from './http'
import { Icon, type IconName } from './icons'
import { Loading } from './plain'
import { enter, isStaff, may, useSession } from './session'

interface Place { to: string; key: Key; icon: IconName; show: (s: Session) => boolean }

const places: { group?: Key; items: Place[] }[] = [
  { items: [
    { to: '/today', key: 'nav.today', icon: 'today', show: (s) => may(s, 'case_read') },
    { to: '/where-i-stand', key: 'nav.stand', icon: 'stand', show: (s) => s.person_id !== null && !may(s, 'case_read') },
  ] },
  { group: 'nav.group_work', items: [
    { to: '/cases', key: 'nav.cases', icon: 'cases', show: (s) => may(s, 'case_read') },
    { to: '/papers', key: 'nav.papers', icon: 'papers', show: (s) => may(s, 'case_read') },
    { to: '/notices', key: 'nav.notices', icon: 'notices', show: (s) => may(s, 'case_read') },
    { to: '/documents', key: 'nav.documents', icon: 'documents', show: (s) => may(s, 'case_read') },
    { to: '/dossiers', key: 'nav.dossiers', icon: 'dossiers', show: (s) => may(s, 'case_read') },
    { to: '/desk', key: 'nav.desk', icon: 'desk', show: (s) => may(s, 'case_superior') },
    { to: '/plan', key: 'nav.plan', icon: 'plan', show: (s) => may(s, 'directory_read') },
    { to: '/leaving', key: 'nav.leaving', icon: 'leaving', show: (s) => may(s, 'case_read') },
    { to: '/people', key: 'nav.people', icon: 'people', show: (s) => may(s, 'directory_read') },
    { to: '/organisations', key: 'nav.organisations', icon: 'organisations', show: (s) => may(s, 'directory_read') },
    { to: '/imports', key: 'nav.imports', icon: 'imports', show: (s) => may(s, 'import') },
  ] },
  { group: 'nav.group_manage', items: [
    { to: '/posts', key: 'nav.posts', icon: 'posts', show: (s) => may(s, 'post_edit') },
    { to: '/handovers', key: 'nav.handovers', icon: 'handovers', show: (s) => may(s, 'directory_read') },
    { to: '/accounts', key: 'nav.accounts', icon: 'accounts', show: (s) => may(s, 'account_edit') },
    { to: '/audit', key: 'nav.audit', icon: 'audit', show: (s) => may(s, 'audit_read') },
    { to: '/settings', key: 'nav.settings', icon: 'settings', show: (s) => may(s, 'setting_edit') },
  ] },
]

function Side({ open, close }: { open: boolean; close: () => void }) {
  const session = useSession()
  return (
    <div className={open ? 'side open' : 'side'}>
      <nav aria-label={t('nav.label')} onClick={close}>
        {places.map(({ group, items }, i) => {
          const shown = items.filter((p) => p.show(session))
          if (shown.length === 0) return null
          return (
            <div key={i}>
              {group && <div className="group">{t(group)}</div>}
              {shown.map((p) => (
                <NavLink key={p.to} to={p.to} className={({ isActive }) => (isActive ? 'on' : '')}>
                  <Icon name={p.icon} />{t(p.key)}
                </NavLink>
              ))}
            </div>
          )
        })}
      </nav>
    </div>
  )
}

export function LangButton() {
  const other = lang() === 'en' ? 'zh-CN' : 'en'
  return (
    <button type="button" className="icon-button" lang={other} onClick={() => void loadLang(other)}>
      <Icon name="globe" /><span>{t('lang.other')}</span>
    </button>
  )
}

function UserMenu() {
  const session = useSession()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const away = (e: Event): void => {
      if (e instanceof KeyboardEvent ? e.key === 'Escape' : !box.current?.contains(e.target as Node)) setOpen(false)
    }
    document.addEventListener('click', away)
    document.addEventListener('keydown', away)
    return () => {
      document.removeEventListener('click', away)
      document.removeEventListener('keydown', away)
    }
  }, [])
  const leave = async (): Promise<void> => {
    await del('/session').catch(() => undefined)
    enter(client, null)
    void navigate('/sign-in')
  }
  return (
    <div className="menu" ref={box}>
      <button type="button" className="icon-button" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name="accounts" /><span>{session.name}</span>
      </button>
      {open && (
        <div className="sheet" onClick={() => setOpen(false)}>
          <div className="who">
            <b>{session.name}</b>
            {session.rights.slice(0, 3).map((r) => <small key={r.organisation_id + r.kind}>{r.organisation_name} · {t(`post.${r.kind}` as Key)}</small>)}
          </div>
          {session.person_id !== null && <Link to="/where-i-stand">{t('nav.stand')}</Link>}
          {session.person_id !== null && <Link to="/handovers">{t('nav.handovers')}</Link>}
          <Link to="/security">{t('nav.security')}</Link>
          <button type="button" onClick={() => void leave()}>{t('nav.sign_out')}</button>
        </div>
      )}
    </div>
  )
}

/* Name and day over pages with others' data; tests switch it off, it hides contrast from axe. */
function Watermark() {
  const session = useSession()
  if (!isStaff(session) || localStorage.getItem('jishi.watermark') === 'off') return null
  const text = `${session.name} ${session.today}`
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' width='320' height='200'><text x='20' y='120' transform='rotate(-20 100 100)' font-family='sans-serif' font-size='14' fill='#000' fill-opacity='.055'>${text.replace(/[<&']/g, '')}</text></svg>`
  return <div className="watermark" aria-hidden="true" style={{ backgroundImage: `url("data:image/svg+xml,${encodeURIComponent(svg)}")` }} />
}

export function Frame() {
  const session = useSession()
  const [open, setOpen] = useState(false)
  const { pathname } = useLocation()
  useEffect(() => {
    setOpen(false)
    window.scrollTo(0, 0)
  }, [pathname])
  const staff = isStaff(session)
  return (
    <>
      <a className="skip" href="#page">{t('nav.skip')}</a>
      <header className="bar">
        {staff && (
          <button type="button" className="icon-button only-phone" aria-label={t(open ? 'nav.close' : 'nav.open')} aria-expanded={open} onClick={() => setOpen(!open)}>
            <Icon name={open ? 'close' : 'menu'} />
          </button>
        )}
        <Link className="brand" to="/">
          <img src="/mark.svg" alt="" width="26" height="26" />
          <b>{t('app.name')}</b>
          {session.school && <span className="school">{session.school.name}</span>}
        </Link>
        <span className="grow" />
        <LangButton />
        <UserMenu />
      </header>
      <div className="frame">
        {staff && <Side open={open} close={() => setOpen(false)} />}
        <main id="page" tabIndex={-1} className={staff ? 'page' : 'page narrow'}>
          <Suspense fallback={<div className="card"><Loading /></div>}>
            <Outlet />
          </Suspense>
          <p className="only-print small muted">{t('app.printed', { who: session.name, day: day(session.today) })}</p>
        </main>
      </div>
      <Watermark />
    </>
  )
}
