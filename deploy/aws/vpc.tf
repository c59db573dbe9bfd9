data "aws_availability_zones" "here" {
  state = "available"
}

locals {
  own_vpc = var.vpc == null ? 1 : 0
  zones   = slice(data.aws_availability_zones.here.names, 0, 2)

  vpc_id          = var.vpc == null ? aws_vpc.main[0].id : var.vpc.id
  public_subnets  = var.vpc == null ? aws_subnet.public[*].id : var.vpc.public_subnet_ids
  private_subnets = var.vpc == null ? aws_subnet.private[*].id : var.vpc.private_subnet_ids
}

resource "aws_vpc" "main" {
  count                = local.own_vpc
  cidr_block           = var.vpc_cidr
  enable_dns_hostnames = true
  tags                 = { Name = var.name }
}

resource "aws_subnet" "public" {
  count             = local.own_vpc * 2
  vpc_id            = aws_vpc.main[0].id
  availability_zone = local.zones[count.index]
  cidr_block        = cidrsubnet(var.vpc_cidr, 4, count.index)
  tags              = { Name = "${var.name}-public-${count.index}" }
}

resource "aws_subnet" "private" {
  count             = local.own_vpc * 2
  vpc_id            = aws_vpc.main[0].id
  availability_zone = local.zones[count.index]
  cidr_block        = cidrsubnet(var.vpc_cidr, 4, count.index + 8)
  tags              = { Name = "${var.name}-private-${count.index}" }
}

resource "aws_internet_gateway" "main" {
  count  = local.own_vpc
  vpc_id = aws_vpc.main[0].id
}

# A gateway in each zone: the loss of one zone takes nothing of the other's.
resource "aws_eip" "nat" {
  count  = local.own_vpc * 2
  domain = "vpc"
}

resource "aws_nat_gateway" "main" {
  count         = local.own_vpc * 2
  allocation_id = aws_eip.nat[count.index].id
  subnet_id     = aws_subnet.public[count.index].id
  depends_on    = [aws_internet_gateway.main]
}

resource "aws_route_table" "public" {
  count  = local.own_vpc
  vpc_id = aws_vpc.main[0].id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main[0].id
  }
}

resource "aws_route_table" "private" {
  count  = local.own_vpc * 2
  vpc_id = aws_vpc.main[0].id

  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.main[count.index].id
  }
}

resource "aws_route_table_association" "public" {
  count          = local.own_vpc * 2
  subnet_id      = aws_subnet.public[count.index].id
  route_table_id = aws_route_table.public[0].id
}

resource "aws_route_table_association" "private" {
  count          = local.own_vpc * 2
  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = aws_route_table.private[count.index].id
}

# Attachments and backups reach S3 without the NAT gateways.
resource "aws_vpc_endpoint" "s3" {
  count           = local.own_vpc
  vpc_id          = aws_vpc.main[0].id
  service_name    = "com.amazonaws.${var.region}.s3"
  route_table_ids = aws_route_table.private[*].id
}
