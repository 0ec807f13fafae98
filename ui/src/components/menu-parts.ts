export { DropdownMenu } from 'bits-ui';
