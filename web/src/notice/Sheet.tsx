/* A notice as it is posted: on the page of everybody, in the preview, on paper. */
import type { Notice, PublicNotice } from '../api'
import { t, tc } from '../i18n'
import { day } from '../platform/dates'
import './notice.css'

type Shown = Pick<Notice, 'kind' | 'organisation_name' | 'places' | 'contact' | 'posted_on' | 'last_on' | 'days'> & { title: string | null; people: PublicNotice['people'] }

export function Sheet({ n }: { n: Shown }) {
  const helpers = n.kind === 'admission' || n.kind === 'conversion' ? 'notice.introducers' : 'notice.cultivators'
  return (
    <article className="card long notice-sheet" aria-label={n.title ?? undefined}>
      <h2>{n.title}</h2>
      <p className="indent">{tc('notice_text', n.kind)}</p>
      <table className="notice-people">
        <caption className="visually-hidden">{t('notice.people')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('field.name')}</th><th scope="col">{t('notice.sex')}</th><th scope="col">{t('notice.birth')}</th><th scope="col">{t('notice.unit')}</th>
            <th scope="col">{t('notice.applied_on')}</th>{n.kind !== 'activist' && <th scope="col">{tc('notice_stage', n.kind)}</th>}{n.kind !== 'activist' && <th scope="col">{t(helpers)}</th>}
          </tr>
        </thead>
        <tbody>
          {n.people.map((p) => (
            <tr key={p.position}>
              <td><b>{p.name}</b></td>
              <td data-label={t('notice.sex')}>{p.sex ? tc('sex', p.sex) : t('notice.blank')}</td>
              <td data-label={t('notice.birth')}>{p.birth_month ? day(p.birth_month) : t('notice.blank')}</td>
              <td data-label={t('notice.unit')}>{p.unit}</td>
              <td data-label={t('notice.applied_on')}>{day(p.applied_on) || t('notice.blank')}</td>
              {n.kind !== 'activist' && <td data-label={tc('notice_stage', n.kind)}>{day(p.stage_on) || t('notice.blank')}</td>}
              {n.kind !== 'activist' && <td data-label={t(helpers)}>{p.helpers ?? t('notice.blank')}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="indent">{t('notice.period', { from: day(n.posted_on), last: day(n.last_on), days: n.days })}</p>
      <p className="indent">{t('notice.places_told', { places: n.places })}</p>
      <p className="indent">{t('notice.contact_told', { contact: n.contact })}</p>
      <p className="signature">{n.organisation_name}<br />{day(n.posted_on)}</p>
    </article>
  )
}
