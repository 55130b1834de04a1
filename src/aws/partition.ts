/** A part of AWS with accounts, Regions and ARNs of its own. */
export interface Partition {
  /** As ARNs name it. */
  readonly name: string;
  /** The end of the names of its endpoints, such as `amazonaws.com`. */
  readonly dnsSuffix: string;
}

/** Those other than `aws`, by the prefix of their Regions. */
const partitions = [
  ['cn-', { name: 'aws-cn', dnsSuffix: 'amazonaws.com.cn' }],
  ['us-gov-', { name: 'aws-us-gov', dnsSuffix: 'amazonaws.com' }],
  ['eusc-', { name: 'aws-eusc', dnsSuffix: 'amazonaws.eu' }],
  ['us-iso-', { name: 'aws-iso', dnsSuffix: 'c2s.ic.gov' }],
  ['us-isob-', { name: 'aws-iso-b', dnsSuffix: 'sc2s.sgov.gov' }],
  ['us-isof-', { name: 'aws-iso-f', dnsSuffix: 'csp.hci.ic.gov' }],
  ['eu-isoe-', { name: 'aws-iso-e', dnsSuffix: 'cloud.adc-e.uk' }]
] as const;

export const partitionOf = (region: string): Partition =>
  partitions.find(([prefix]) => region.startsWith(prefix))?.[1] ?? {
    name: 'aws',
    dnsSuffix: 'amazonaws.com'
  };
