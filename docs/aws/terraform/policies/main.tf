# Reads the policies and puts your names into them. It needs no provider.

variable "account_id" { type = string }
variable "region" { type = string }
variable "owner" { type = string }
variable "owner_id" { type = string }
variable "repository" { type = string }
variable "repository_id" { type = string }
variable "state_bucket" { type = string }
variable "roles" { type = map(string) }

locals {
  folder = "${path.module}/../.."
  files  = toset(concat(keys(var.roles), values(var.roles)))
  policies = {
    for name in local.files : name => replace(replace(replace(replace(replace(
      file("${local.folder}/${name}.json"),
      "123456789012", var.account_id),
      "eu-west-1", var.region),
      "acme-terraform-state", var.state_bucket),
      "repo:acme/shop:", "repo:${var.owner}/${var.repository}:"),
      "repo:acme@1234/shop@5678:", "repo:${var.owner}@${var.owner_id}/${var.repository}@${var.repository_id}:"
    )
  }
}

output "permissions" {
  value = { for role, _ in var.roles : role => local.policies[role] }
}

output "trust" {
  value = { for role, trust in var.roles : role => local.policies[trust] }
}
