# In the account the bot belongs to: the identity that enforces, which is one to guard like an administrator's.
# docs/rights-as-code.md
terraform {
  required_version = ">= 1.3"
  required_providers {
    alicloud = {
      source  = "aliyun/alicloud"
      version = ">= 1.252.0"
    }
  }
}

variable "user_name" {
  type        = string
  default     = "ram-mfa-bot-enforcer"
  description = "Name of the RAM user."
}

variable "protected_user_names" {
  type        = list(string)
  description = "RAM users it can never touch: the bot's own, and your break-glass users (BREAK_GLASS_USERS)."
  validation {
    condition     = length(var.protected_user_names) > 0
    error_message = "Name at least the bot's own users, ram-mfa-bot and ram-mfa-bot-enforcer."
  }
}

variable "role_name" {
  type        = string
  default     = null
  description = "Role to assume in each account (ENFORCER_ROLE_NAME); null: it enforces in this account alone, with its own key."
}

locals {
  policies = "${path.module}/../policies"
}

data "alicloud_account" "current" {}

resource "alicloud_ram_user" "enforcer" {
  name     = var.user_name
  comments = "ram-mfa-bot: requires MFA, after an admin has confirmed"
}

resource "alicloud_ram_policy" "enforcer" {
  policy_name = var.user_name
  description = "ram-mfa-bot: requiring MFA"
  policy_document = (
    var.role_name == null
    ? templatefile("${local.policies}/enforcer.json.tftpl", { protected_user_names = var.protected_user_names })
    : templatefile("${local.policies}/assume.json.tftpl", { role_name = var.role_name })
  )
  rotate_strategy = "DeleteOldestNonDefaultVersionWhenLimitExceeded"
}

resource "alicloud_ram_user_policy_attachment" "enforcer" {
  user_name   = alicloud_ram_user.enforcer.name
  policy_name = alicloud_ram_policy.enforcer.policy_name
  policy_type = "Custom"
}

output "principal" {
  value       = "acs:ram::${data.alicloud_account.current.id}:user/${alicloud_ram_user.enforcer.name}"
  description = "What the enforcing role in each account trusts (enforcer_principal)."
}
