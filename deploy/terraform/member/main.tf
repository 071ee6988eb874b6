# In each account that is watched: the role the reader assumes, and where enforcing is wanted, the one for that.
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

variable "reader_principal" {
  type        = string
  description = "Who may read: the output principal of the module reader."
}

variable "role_name" {
  type        = string
  default     = "ram-mfa-bot"
  description = "AUDIT_ROLE_NAME"
}

variable "external_id" {
  type        = string
  default     = null
  description = "AUDIT_EXTERNAL_ID, which both roles ask for; null: neither does."
}

variable "enforcer_principal" {
  type        = string
  default     = null
  description = "Who may enforce: the output principal of the module enforcer; null: nobody may in this account."
}

variable "enforcer_role_name" {
  type        = string
  default     = "ram-mfa-bot-enforcer"
  description = "ENFORCER_ROLE_NAME"
}

variable "protected_user_names" {
  type        = list(string)
  default     = ["ram-mfa-bot", "ram-mfa-bot-enforcer"]
  description = "RAM users that enforcing can never touch: add this account's break-glass users (BREAK_GLASS_USERS)."
  validation {
    condition     = length(var.protected_user_names) > 0
    error_message = "Name at least one user, such as ram-mfa-bot."
  }
}

variable "witness" {
  type        = bool
  default     = false
  description = "Whether the reader may look up sign-ins and devices in ActionTrail."
}

locals {
  policies = "${path.module}/../policies"
  can      = merge({ read = var.reader_principal }, var.enforcer_principal == null ? {} : { enforce = var.enforcer_principal })
  trust = {
    for what, principal in local.can : what => jsonencode({
      Version = "1"
      Statement = [{
        for key, value in {
          Effect    = "Allow"
          Action    = "sts:AssumeRole"
          Principal = { RAM = [principal] }
          Condition = var.external_id == null ? null : { StringEquals = { "sts:ExternalId" = var.external_id } }
        } : key => value if value != null
      }]
    })
  }
  role_names = { read = var.role_name, enforce = var.enforcer_role_name }
  documents = {
    read    = file("${local.policies}/reader.json")
    enforce = templatefile("${local.policies}/enforcer.json.tftpl", { protected_user_names = var.protected_user_names })
  }
}

resource "alicloud_ram_role" "bot" {
  for_each                    = local.can
  role_name                   = local.role_names[each.key]
  description                 = "ram-mfa-bot: assumed to ${each.key}"
  assume_role_policy_document = local.trust[each.key]
}

resource "alicloud_ram_policy" "bot" {
  for_each        = local.can
  policy_name     = local.role_names[each.key]
  description     = "ram-mfa-bot: what it may do to ${each.key}"
  policy_document = local.documents[each.key]
  rotate_strategy = "DeleteOldestNonDefaultVersionWhenLimitExceeded"
}

resource "alicloud_ram_role_policy_attachment" "bot" {
  for_each    = local.can
  role_name   = alicloud_ram_role.bot[each.key].role_name
  policy_name = alicloud_ram_policy.bot[each.key].policy_name
  policy_type = "Custom"
}

resource "alicloud_ram_policy" "witness" {
  count           = var.witness ? 1 : 0
  policy_name     = "${var.role_name}-witness"
  description     = "ram-mfa-bot: sign-ins and devices"
  policy_document = file("${local.policies}/witness.json")
  rotate_strategy = "DeleteOldestNonDefaultVersionWhenLimitExceeded"
}

resource "alicloud_ram_role_policy_attachment" "witness" {
  count       = var.witness ? 1 : 0
  role_name   = alicloud_ram_role.bot["read"].role_name
  policy_name = alicloud_ram_policy.witness[0].policy_name
  policy_type = "Custom"
}

output "role_arn" {
  value       = alicloud_ram_role.bot["read"].arn
  description = "For AUDIT_ROLE_ARNS, where the accounts are listed one by one."
}
