# SPDX-License-Identifier: Apache-2.0
# Packer 1.7 and later need this to fetch the plugins: packer init plugins.pkr.hcl. Earlier versions have them built in and
# reject this block, so it is not in ecs-ami.pkr.hcl.
packer {
  required_plugins {
    amazon = {
      source  = "github.com/hashicorp/amazon"
      version = ">= 1.2.0"
    }
    docker = {
      source  = "github.com/hashicorp/docker"
      version = ">= 1.0.0"
    }
  }
}
