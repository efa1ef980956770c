# SPDX-License-Identifier: Apache-2.0
# For Packer 1.7 and later, which fetches its plugins: packer init plugins.pkr.hcl. Earlier ones have them built in and do
# not know this block, so it stands apart from ecs-ami.pkr.hcl.
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
