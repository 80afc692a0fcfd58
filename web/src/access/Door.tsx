import type { ReactNode } from 'react'
import { t } from '../i18n'
import { LangButton } from '../platform/Frame'
import { useTitle } from '../platform/plain'

/* The frame of the pages before a session: sign-in, first administrator, one-time link. */
export function Door({ title, children }: { title: string; children: ReactNode }) {
  useTitle(title)
  return (
    <div className="door">
      <header className="scene">
        <div>
          <div className="word">{t('app.name')}</div>
          <p className="say">{t('app.motto')}</p>
        </div>
        <div className="wall only-wide" aria-hidden="true" />
        <small className="only-wide">{t('app.scene')}</small>
      </header>
      <main className="form">
        <h1>{title}</h1>
        {children}
        <div className="foot"><span>{t('app.foot')}</span><LangButton /></div>
      </main>
    </div>
  )
}
