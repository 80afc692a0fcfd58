import { isRouteErrorResponse, useRouteError } from 'react-router'
import { t } from '../i18n'
import { ApiError } from './http'
import { Failure, Note, useTitle } from './plain'

/* The last net under a page: says what to do and which number to give the administrator. */
export function PageFailed() {
  const error = useRouteError()
  useTitle(t('error.title'))
  if (isRouteErrorResponse(error) && error.status === 404) return <NotFound />
  const stale = error instanceof TypeError && /import|module/i.test(error.message)
  return (
    <main className="note-page">
      <h1>{t('error.title')}</h1>
      <div style={{ height: 12 }} />
      {stale ? <Note kind="info">{t('error.new_version')}</Note> : <Failure error={error} />}
      {error instanceof ApiError && error.requestId && <p className="muted">{t('error.request_id', { id: error.requestId })}</p>}
      <p className="row" style={{ marginTop: 12 }}>
        <button type="button" className="btn main" onClick={() => location.reload()}>{t('action.reload')}</button>
        <a className="btn" href="/">{t('action.home')}</a>
      </p>
    </main>
  )
}

export function NotFound() {
  useTitle(t('error.not_found_title'))
  return (
    <div className="note-page">
      <h1>{t('error.not_found_title')}</h1>
      <p className="muted" style={{ margin: '8px 0 20px' }}>{t('error.not_found_text')}</p>
      <a className="btn" href="/">{t('action.home')}</a>
    </div>
  )
}
