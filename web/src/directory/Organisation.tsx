/* One organisation: its people in numbers, its secretary, where its things are, its history. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { OrganisationDetail } from '../api'
import { t, tc, type Key } from '../i18n'
import { PermissionGate } from '../platform/ConfirmAction'
import { day } from '../platform/dates'
import { BRANCHES } from '../platform/inputs'
import { Failure, Loading, Note } from '../platform/plain'
import { may, useSession } from '../platform/session'
import { StageTag } from '../platform/StageTag'
import { organisation, organisationEvents } from './api'
import { ChangeDialog, FoundDialog } from './OrganisationDialogs'

function Counts({ o }: { o: OrganisationDetail }) {
  return (
    <div className="row" style={{ gap: 16 }}>
      {(['full', 'probationary', 'candidate', 'activist', 'applicant'] as const).map((s) => (
        <Link key={s} to={`/people?organisation_id=${o.id}&stage=${s}`} className="row" style={{ gap: 6, color: 'inherit' }}><StageTag stage={s} /><b className="num">{o.counts[s]}</b></Link>
      ))}
    </div>
  )
}

function Events({ id }: { id: string }) {
  const q = useQuery({ queryKey: ['organisation-events', id], queryFn: () => organisationEvents(id) })
  if (!q.data) return q.isError ? <Failure error={q.error} /> : <Loading lines={2} />
  if (q.data.items.length === 0) return <p className="muted">{t('organisation.no_events')}</p>
  return (
    <>
      {q.data.items.map((e) => (
        <div className="event" key={e.id}>
          <span className="when">{e.happened_on}</span>
          <div>
            <b>{tc('event', e.kind)}</b> {[e.name, e.organisation_kind && tc('kind', e.organisation_kind), e.parent_name, e.successor_name && t('organisation.into', { name: e.successor_name })].filter(Boolean).join(' · ')}
            {e.decision && <div className="muted small">{e.decision} {day(e.decided_on)}</div>}
          </div>
        </div>
      ))}
    </>
  )
}

/* Where else this organisation has something. */
function Places({ o }: { o: OrganisationDetail }) {
  const session = useSession()
  const at = `organisation_id=${o.id}`
  const branch = BRANCHES.includes(o.kind)
  const places: [string, Key, boolean][] = [
    [`/people?${at}`, 'places.roster', true],
    [`/cases?${at}`, 'places.cases', may(session, 'case_read')],
    [`/organisations/voters?${at}`, 'places.voters', branch],
    [`/posts?${at}`, 'places.posts', true],
    [`/organisations/classes?${at}`, 'places.classes', true],
    [`/organisations/groups?${at}`, 'places.groups', true],
    [`/organisations/rooms?${at}`, 'places.rooms', true],
    [`/organisations/goals?${at}`, 'places.goals', true],
  ]
  return (
    <ul className="places" aria-label={t('places.title')}>
      {places.filter(([, , show]) => show).map(([to, key]) => <li key={key}><Link to={to}><b>{t(key)}</b><span>{tc('places_text', key.slice(7))}</span></Link></li>)}
    </ul>
  )
}

export function Detail({ id, close }: { id: string; close?: () => void }) {
  const client = useQueryClient()
  const [dialog, setDialog] = useState<'found' | 'change' | null>(null)
  const q = useQuery({ queryKey: ['organisation', id], queryFn: () => organisation(id) })
  if (q.isPending) return <div className="card"><Loading /></div>
  if (q.isError) return <Failure error={q.error} retry={() => void q.refetch()} />
  const o = q.data
  const done = async (): Promise<void> => {
    await Promise.all([['organisations'], ['organisation'], ['organisation-events']].map((queryKey) => client.invalidateQueries({ queryKey })))
  }
  return (
    <>
      <section className="card" aria-label={o.name}>
        {close && <p><button type="button" className="linklike" onClick={close}>‹ {t('organisation.back_to_tree')}</button></p>}
        <div className="card-head" style={{ marginBottom: 12 }}>
          <div><h2 style={{ fontSize: 17 }}>{o.name}</h2><div className="muted small num">{tc('kind', o.kind)} · {o.code}</div></div>
          <PermissionGate perm="organisation_edit">
            <span className="row"><Button onClick={() => setDialog('change')}>{t('organisation.change')}</Button><Button type="primary" onClick={() => setDialog('found')}>{t('organisation.found_below')}</Button></span>
          </PermissionGate>
        </div>
        {o.closed_on && <Note kind="warn">{t('organisation.closed', { day: day(o.closed_on) })}</Note>}
        {o.notes.map((n) => <Note key={n.code} kind="info">{tc('org_note', n.code)}</Note>)}
        <Counts o={o} />
        <dl className="facts" style={{ marginTop: 14 }}>
          <dt>{t('organisation.secretary')}</dt><dd>{o.secretary ? <Link to={`/people/${o.secretary.person_id}`}>{o.secretary.name}</Link> : <span className="late">{t('organisation.no_secretary')}</span>}</dd>
          {o.founded_on && <><dt>{t('organisation.founded_on')}</dt><dd>{day(o.founded_on)}</dd></>}
          {o.telephone && <><dt>{t('organisation.telephone')}</dt><dd className="num">{o.telephone}</dd></>}
          {o.children_by_kind.length > 0 && <><dt>{t('organisation.children')}</dt><dd>{o.children_by_kind.map((k) => t('organisation.kind_count', { kind: tc('kind', k.kind), n: k.n })).join(t('punctuation.list'))}</dd></>}
        </dl>
        <Places o={o} />
      </section>
      <section className="card"><h2>{t('organisation.events')}</h2><Events id={id} /></section>
      {dialog === 'found' && <FoundDialog parent={o} done={done} close={() => setDialog(null)} />}
      {dialog === 'change' && <ChangeDialog o={o} done={done} close={() => setDialog(null)} />}
    </>
  )
}
