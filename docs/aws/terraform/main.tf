# The OIDC provider of GitHub Actions and the roles of the example of aws-random-password.
# The policies are the files beside this folder, with the names of the example replaced by yours.

terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.0"
    }
  }
}

variable "owner" {
  type        = string
  description = "The owner of the repository on GitHub."
}

variable "owner_id" {
  type        = string
  description = "The owner's numeric id."
}

variable "repository" {
  type        = string
  description = "The repository, without its owner."
}

variable "repository_id" {
  type        = string
  description = "The repository's numeric id."
}

variable "create_provider" {
  type        = bool
  description = "Set to false where the account has the provider already."
  default     = true
}

variable "state_bucket" {
  type        = string
  description = "The bucket with Terraform's state."
  default     = "acme-terraform-state"
}

variable "roles" {
  type        = map(string)
  description = "The roles to create, with the trust policy of each."
  default = {
    passwords      = "trust-main"
    read-passwords = "trust-main"
    deploy         = "trust-main"
    cluster        = "trust-main"
    terraform      = "trust-main"
    pull-requests  = "trust-pull-requests"
  }
}

data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

module "policies" {
  source        = "./policies"
  account_id    = data.aws_caller_identity.current.account_id
  region        = data.aws_region.current.region
  owner         = var.owner
  owner_id      = var.owner_id
  repository    = var.repository
  repository_id = var.repository_id
  state_bucket  = var.state_bucket
  roles         = var.roles
}

resource "aws_iam_openid_connect_provider" "github" {
  count          = var.create_provider ? 1 : 0
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

resource "aws_iam_role" "github" {
  for_each           = var.roles
  name               = each.key
  assume_role_policy = module.policies.trust[each.key]
}

resource "aws_iam_role_policy" "github" {
  for_each = var.roles
  name     = each.key
  role     = aws_iam_role.github[each.key].name
  policy   = module.policies.permissions[each.key]
}

output "role_arns" {
  description = "What role-to-assume takes, by the name of the role."
  value       = { for name, role in aws_iam_role.github : name => role.arn }
}
