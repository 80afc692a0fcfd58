/* What goes with the post: one page on screen, one package on paper. */
import { Link } from 'react-router'
import type { Handover, HandoverDuty, HandoverPackage } from '../api'
import { t, tc, tr } from '../i18n'
import { day } from '../platform/dates'
import { StageTag, StateTag } from '../platform/StageTag'

function Who({ id, name, link }: { id: string; name: string; link: boolean }) {
  return link ? <Link to={`/cases/${id}`}>{name}</Link> : <>{name}</>
}

export function Duties({ items, title, link }: { items: HandoverDuty[]; title: string; link: boolean }) {
  return (
    <section className="card long">
      <h2>{title}</h2>
      {items.length === 0 && <p className="muted">{t('handover.duties_none')}</p>}
      {items.map((d) => (
        <div className="event" key={d.case_id + d.duty}>
          <span className="when">{d.due_on ?? ''}{d.overdue_days > 0 && <StateTag kind="bad">{t('debt.overdue', { n: d.overdue_days })}</StateTag>}</span>
          <div><Who id={d.case_id} name={d.person_name} link={link} /> {tr(d.title)}<div className="muted small">{[d.branch_name, t('debt.since', { day: day(d.since_on) }), d.earliest_on && t('rule.earliest', { day: day(d.earliest_on) })].filter(Boolean).join(' · ')}</div></div>
        </div>
      ))}
    </section>
  )
}

function Next({ p }: { p: HandoverPackage }) {
  const text = (n: HandoverPackage['next'][number]): string => (n.kind === 'term' || n.kind === 'meeting' ? tc('coming', n.kind, { post: tc('post', n.text), title: n.text ?? '' }) : tc('coming', n.kind))
  return (
    <section className="card long">
      <h2>{t('handover.next')}</h2>
      {p.next.length === 0 && <p className="muted">{t('handover.next_none')}</p>}
      {p.next.map((n, i) => (
        <div className="event" key={i}>
          <span className="when">{n.on}</span>
          <div>{[n.person_name, tr(n.title)].filter(Boolean).join(' ')} <span className="muted">{text(n)}</span></div>
        </div>
      ))}
    </section>
  )
}

function People({ p, link }: { p: HandoverPackage; link: boolean }) {
  return (
    <section className="card long">
      <h2>{t('handover.people', { n: p.people.length })}</h2>
      {p.people.length === 0 && <p className="muted">{t('handover.people_none')}</p>}
      {p.people.map((x) => (
        <div className="event" key={x.case_id}>
          <span className="when"><StageTag stage={x.stage} /></span>
          <div>
            <Who id={x.case_id} name={x.person_name} link={link} /> {x.next_step && tr(x.next_title)}
            <div className="muted small">{[x.owner && tc('owner', x.owner), x.earliest_on && t('rule.earliest', { day: day(x.earliest_on) }), x.due_on && t('rule.latest', { day: day(x.due_on) }), x.leaving_on && `${t('leaving.on')} ${day(x.leaving_on)}`, x.findings_n > 0 && `${t('cases.findings')} ${x.findings_n}`].filter(Boolean).join(' · ')}</div>
          </div>
        </div>
      ))}
    </section>
  )
}

function Papers({ h, p }: { h: Handover; p: HandoverPackage }) {
  const places = [...new Set(p.papers.map((x) => x.place))]
  return (
    <section className="card long">
      <h2>{t('handover.papers')}</h2>
      {h.papers_note && <p className="pre">{h.papers_note}</p>}
      {places.length === 0 && !h.papers_note && <p className="muted">{t('handover.papers_none')}</p>}
      {places.map((place) => {
        const here = p.papers.filter((x) => x.place === place)
        return (
          <details className="finding" key={place} open={here.length < 4}>
            <summary><b>{place}</b> <span className="muted">{t('handover.places_n', { n: here.length })}</span></summary>
            {here.map((x, i) => <div key={i} className="small">{x.person_name} {tr(x.title)} {x.on}</div>)}
          </details>
        )
      })}
    </section>
  )
}

function Keys({ h, p }: { h: Handover; p: HandoverPackage }) {
  if (!h.keys_note && p.rooms.length === 0) return null
  return (
    <section className="card">
      <h2>{t('handover.keys')}</h2>
      {h.keys_note && <p className="pre">{h.keys_note}</p>}
      {p.rooms.map((r) => <div className="event" key={r.id}><span className="when">{t('handover.rooms')}</span><div>{r.name}{r.place && <span className="muted"> · {r.place}</span>}</div></div>)}
    </section>
  )
}

function Named({ p, link }: { p: HandoverPackage; link: boolean }) {
  if (p.named.length === 0) return null
  return (
    <section className="card">
      <h2>{t('handover.named')}</h2>
      <p className="muted small">{t('handover.named_text')}</p>
      <p>{p.named.map((x, i) => <span key={x.case_id}>{i > 0 && t('punctuation.list')}<Who id={x.case_id} name={x.person_name} link={link} /></span>)}</p>
    </section>
  )
}

function OpenMeetings({ p }: { p: HandoverPackage }) {
  if (p.meetings.length === 0) return null
  return <section className="card"><h2>{t('handover.meetings')}</h2>{p.meetings.map((m) => <div className="event" key={m.id}><span className="when">{m.held_on ?? m.planned_on}</span><div><Link to={`/desk/meetings/${m.id}`}>{m.title}</Link> <span className="muted">{tc('meeting_state', m.state)}</span></div></div>)}</section>
}

export function Package({ h, p, link }: { h: Handover; p: HandoverPackage; link: boolean }) {
  return (
    <>
      {p.more && <p className="note warn">{t('handover.more')}</p>}
      <div className="columns even">
        <div>
          {h.state === 'accepted' && <Duties items={h.signed_duties} title={t('handover.signed', { n: h.duties_n })} link={link} />}
          {h.state !== 'accepted' && <Duties items={p.duties} title={t('handover.duties', { n: p.duties.length })} link={link} />}
          <Next p={p} />
        </div>
        <div><People p={p} link={link} /><Papers h={h} p={p} /><Keys h={h} p={p} /><Named p={p} link={link} /><OpenMeetings p={p} /></div>
      </div>
    </>
  )
}
