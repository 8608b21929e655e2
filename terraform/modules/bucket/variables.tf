variable "name" {
  description = "The bucket's name."
  type        = string
}

variable "region" {
  description = "Its region."
  type        = string
}

variable "expire_after_days" {
  description = "Days after which a current object is deleted; null: never."
  type        = number
}

variable "keep_old_versions_days" {
  description = "Days for which versions that are no longer current are kept."
  type        = number
}
