# In the account the bot belongs to: the identity that reads. docs/rights-as-code.md
terraform {
  required_version = ">= 1.3"
  required_providers {
    alicloud = {
      source  = "aliyun/alicloud"
      version = ">= 1.252.0"
    }
  }
}

variable "name" {
  type        = string
  default     = "ram-mfa-bot"
  description = "Name of the RAM user, or of the role that takes its place."
}

variable "trust_policy" {
  type        = string
  default     = null
  description = "Trust policy (JSON) of a role to make instead of a user, such as one for ecs.aliyuncs.com or for RRSA: then there is no AccessKey."
}

variable "member_role_name" {
  type        = string
  default     = null
  description = "Role to assume in more accounts (AUDIT_ROLE_NAME); null: this account alone is watched."
}

variable "witness" {
  type        = bool
  default     = false
  description = "Whether it may look up sign-ins and devices in ActionTrail."
}

locals {
  is_user  = var.trust_policy == null
  policies = "${path.module}/../policies"
  granted = merge(
    { reader = alicloud_ram_policy.reader.policy_name },
    { for policy in alicloud_ram_policy.directory : "directory" => policy.policy_name },
    { for policy in alicloud_ram_policy.witness : "witness" => policy.policy_name },
  )
}

data "alicloud_account" "current" {}

resource "alicloud_ram_user" "reader" {
  count    = local.is_user ? 1 : 0
  name     = var.name
  comments = "ram-mfa-bot: reads who has a console password and no MFA device"
}

resource "alicloud_ram_role" "reader" {
  count                       = local.is_user ? 0 : 1
  role_name                   = var.name
  description                 = "ram-mfa-bot: reads who has a console password and no MFA device"
  assume_role_policy_document = var.trust_policy
}

resource "alicloud_ram_policy" "reader" {
  policy_name     = "${var.name}-reader"
  description     = "ram-mfa-bot: what it reads"
  policy_document = file("${local.policies}/reader.json")
  rotate_strategy = "DeleteOldestNonDefaultVersionWhenLimitExceeded"
}

resource "alicloud_ram_policy" "directory" {
  count           = var.member_role_name == null ? 0 : 1
  policy_name     = "${var.name}-directory"
  description     = "ram-mfa-bot: more accounts"
  policy_document = templatefile("${local.policies}/directory.json.tftpl", { role_name = var.member_role_name })
  rotate_strategy = "DeleteOldestNonDefaultVersionWhenLimitExceeded"
}

resource "alicloud_ram_policy" "witness" {
  count           = var.witness ? 1 : 0
  policy_name     = "${var.name}-witness"
  description     = "ram-mfa-bot: sign-ins and devices"
  policy_document = file("${local.policies}/witness.json")
  rotate_strategy = "DeleteOldestNonDefaultVersionWhenLimitExceeded"
}

resource "alicloud_ram_user_policy_attachment" "reader" {
  for_each    = local.is_user ? local.granted : {}
  user_name   = alicloud_ram_user.reader[0].name
  policy_name = each.value
  policy_type = "Custom"
}

resource "alicloud_ram_role_policy_attachment" "reader" {
  for_each    = local.is_user ? {} : local.granted
  role_name   = alicloud_ram_role.reader[0].role_name
  policy_name = each.value
  policy_type = "Custom"
}

output "principal" {
  value       = "acs:ram::${data.alicloud_account.current.id}:${local.is_user ? "user" : "role"}/${var.name}"
  description = "What the role in each member account trusts (reader_principal)."
}
