import type { ReferrerForm } from '../../domain/contact.ts';
import type { SourceCode } from '../../domain/vocabulary.ts';
import type { Arrival } from './arrivals.ts';
import type { Source } from './figures.ts';

/** How each source shows in a contact: its national code, who hands it in, and how it can be answered. */
type SourceFacts = {
  readonly code: SourceCode;
  readonly who: string;
  readonly referrer: ReferrerForm;
  /** The referring agency where staff of the hub write the contact up. */
  readonly agency?: string;
  /** Who asks to withdraw it, where that is somebody else. */
  readonly withdrawnBy?: string;
};

const professional = (organisation: string, host: string): ReferrerForm => ({
  anonymous: false,
  name: 'Invented Professional',
  organisation,
  email: `safeguarding@${host}.example`,
});

const SOURCES: Readonly<Record<Source, SourceFacts>> = {
  SCHOOL: { code: '2A', who: 'demo-school', referrer: professional('Seaview Invented School', 'seaview') },
  POLICE: { code: '6', who: 'demo-police', referrer: professional('Police', 'police') },
  A_AND_E: { code: '3E', who: 'demo-health', referrer: professional('Accident and emergency', 'hospital') },
  CAMHS: { code: '3F', who: 'demo-health', referrer: professional('CAMHS', 'camhs') },
  HEALTH: { code: '3B', who: 'demo-health', referrer: professional('Health visiting', 'health') },
  GP: { code: '3A', who: 'demo-health', referrer: professional('Made-up Surgery', 'surgery') },
  ADULT_MENTAL_HEALTH: {
    code: '3F',
    who: 'demo-health',
    referrer: professional('Adult mental health', 'adult-mental-health'),
  },
  AMBULANCE: { code: '3F', who: 'demo-health', referrer: professional('Ambulance service', 'ambulance') },
  HARBOUR: { code: '8', who: 'demo-harbour', referrer: professional('Harbour', 'harbour') },
  PROBATION: {
    code: '7',
    who: 'demo-contact-officer',
    referrer: {
      anonymous: false,
      name: 'Invented Officer',
      organisation: 'Probation',
      phone: '01632 960002',
    },
    agency: 'PROBATION',
  },
  PUBLIC: {
    code: '1A',
    who: 'demo-contact-officer',
    referrer: { anonymous: false, name: 'Invented Relative', phone: '01632 960003' },
  },
  ANONYMOUS: { code: '9', who: 'demo-contact-officer', referrer: { anonymous: true } },
};

/** How a contact of this source shows; out of hours the emergency duty team writes it up. */
export function sourceFacts({ source, channel }: Arrival): SourceFacts {
  const facts = SOURCES[source];
  return channel === 'EDT'
    ? { ...facts, who: 'demo-emergency-duty', withdrawnBy: 'demo-contact-officer' }
    : facts;
}
